import { expect, it } from "vitest";
import type { RegistryEntry } from "@/lib/contract/registry.ts";
import { draftOf, faultsOf, requestOf } from "./registry-draft.ts";

const entry: RegistryEntry = {
  ...{ host: "r.example:5000", origin: "kept", plainHttp: false, mirrors: ["m.example"], authorities: ["CN=ca"] },
  ...{ hasCredentials: true, username: "u", tokenHosts: [], updatedAt: null, updatedBy: null, problem: null },
};

it("leaves certificate and password as they are until they are given", () => {
  expect(requestOf(draftOf(entry))).toEqual({
    plainHttp: false,
    mirrors: ["m.example"],
    tokenHosts: [],
    username: "u",
  });
  expect(faultsOf(draftOf(entry), entry)).toEqual({});
  expect(requestOf({ ...draftOf(entry), dropsCa: true }).ca).toBeNull();
  expect(requestOf({ ...draftOf(entry), access: "http", ca: "PEM" }).ca).toBeNull();
  expect(requestOf({ ...draftOf(entry), ca: "PEM", password: "p" })).toMatchObject({ ca: "PEM", password: "p" });
  expect(requestOf({ ...draftOf(entry), username: "" }).username).toBeNull();
});

it.each([
  [{ host: "https://r.example/" }, "host"],
  [{ host: "" }, "host"],
  [{ mirrors: "a.example, B" }, "mirrors"],
  [{ tokenHosts: "a/b" }, "tokenHosts"],
  [{ username: "", password: "p" }, "username"],
  [{ username: "other" }, "password"],
])("%j is a fault at %s", (change, field) => {
  expect(Object.keys(faultsOf({ ...draftOf(entry), ...change }, entry))).toEqual([field]);
});
