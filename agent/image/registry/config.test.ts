import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { Registries } from "./config.ts";

const dir = mkdtempSync(join(tmpdir(), "craton-registries-"));
afterAll(() => rmSync(dir, { recursive: true }));
const read = (value: unknown) => {
  const path = join(dir, "registries.json");
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return Registries.read(path);
};

it("knows where servers are and what is configured", async () => {
  const registries = await read({
    registries: {
      "127.0.0.1:5000": { plainHttp: true, mirrors: ["cache.example:81"] },
      "quay.io": {},
    },
  });
  expect(registries.serversOf("127.0.0.1:5000")).toEqual(["cache.example:81", "127.0.0.1:5000"]);
  expect(registries.base("127.0.0.1:5000")).toBe("http://127.0.0.1:5000");
  expect(registries.base("docker.io")).toBe("https://registry-1.docker.io");
  expect(registries.at(new URL("http://127.0.0.1:5000/v2/"))).toMatchObject({ plainHttp: true });
  expect(registries.at(new URL("https://cache.example:81/"))).toEqual({});
  expect(registries.at(new URL("https://quay.io:443/x"))).toEqual({});
  expect(registries.at(new URL("https://quay.io:444/x"))).toBeNull();
  expect(registries.at(new URL("https://127.0.0.1/"))).toBeNull();
});

it("is empty when there is no file", async () => {
  const none = await Registries.read(join(dir, "absent"));
  expect(none.serversOf("a.example")).toEqual(["a.example"]);
  expect(await none.basic("a.example")).toBeNull();
});

it("reads passwords from their files at the time of use", async () => {
  const passwordFile = join(dir, "password");
  const registries = await read({ registries: { "a.example": { username: "u", passwordFile } } });
  await expect(registries.basic("a.example")).rejects.toThrow("password file of a.example");
  writeFileSync(passwordFile, "p:w\n");
  expect(await registries.basic("a.example")).toBe(`Basic ${Buffer.from("u:p:w").toString("base64")}`);
  expect(await registries.basic("b.example")).toBeNull();
});

it.each([
  ["{", /bad-json|not valid JSON/],
  [{ registries: { "a b": {} } }, /registries/],
  [{ registries: { a: { plainhttp: true } } }, /plainhttp/],
  [{ registries: { a: { username: "x" } } }, /both username and passwordFile/],
  [{ registries: { a: { ca: "rel" } } }, /absolute path/],
  [{ registries: { a: { mirrors: ["http://x"] } } }, /HOST/],
] as [unknown, RegExp][])("refuses %o", async (value, why) => {
  await expect(read(value)).rejects.toThrow(why);
});
