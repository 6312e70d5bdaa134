import { expect, test } from "vitest";
import { insecureNames, insecureRights, skips } from "./insecure-options.ts";

test("each name leaves out itself, all and all-fetch leave out everything, none nothing", () => {
  const checks = ["image", "tls", "http", "pubkey"] as const;
  const left = insecureNames.map((name) => [name, checks.filter((check) => skips([name], check))]);
  expect(Object.fromEntries(left)).toEqual({
    none: [],
    image: ["image"],
    tls: ["tls"],
    http: ["http"],
    pubkey: ["pubkey"],
    "all-fetch": [...checks],
    all: [...checks],
  });
  expect(skips(undefined, "image")).toBe(false);
});

test("the rights that options need", () => {
  expect(insecureRights(["none"])).toEqual([]);
  expect(insecureRights(["image"]).map(({ verb }) => verb)).toEqual(["allow-unsigned"]);
  expect(insecureRights(["http", "tls"])).toEqual([{ verb: "allow-insecure", why: "insecure-options=tls,http" }]);
  expect(insecureRights(["all"]).map(({ verb }) => verb)).toEqual(["allow-unsigned", "allow-insecure"]);
});
