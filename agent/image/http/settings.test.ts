import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readFetchSettings } from "./settings.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "craton-fetch-"));
  for (const folder of ["system", "local"]) mkdirSync(join(dir, folder));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const read = (env = {}) => readFetchSettings({ system: join(dir, "system"), local: join(dir, "local") }, env);
const write = (folder: string, text: string) => writeFileSync(join(dir, folder, "fetch.json"), text);

it("nothing need be there", async () => {
  expect(await read()).toMatchObject({ authorities: [], noProxy: "", httpsProxy: undefined, discoveryPort: undefined });
});

it("each field of the administrator's goes over the system's, and both over the environment", async () => {
  write("system", '{"noProxy": "system", "httpsProxy": "http://system.example:1", "discoveryPort": 1}');
  write("local", '{"httpsProxy": "http://local.example:2", "allowInner": ["A.example", "10.0.0.0/8", "fd00::1"]}');
  const env = { HTTPS_PROXY: "http://env.example:3", http_proxy: "http://env.example:4", NO_PROXY: "env" };
  const settings = await read(env);
  expect(settings).toMatchObject({
    noProxy: "system",
    httpsProxy: "http://local.example:2",
    httpProxy: "http://env.example:4",
    discoveryPort: 1,
  });
  expect([...settings.innerHosts]).toEqual(["a.example"]);
  expect(settings.innerNetworks.check("10.9.9.9", "ipv4")).toBe(true);
  expect(settings.innerNetworks.check("11.9.9.9", "ipv4")).toBe(false);
  expect(settings.innerNetworks.check("fd00::1", "ipv6")).toBe(true);
  expect(settings.innerNetworks.check("fd00::2", "ipv6")).toBe(false);
});

it.each([
  ["{", "is not valid JSON"],
  ['{"proxy": "x"}', "Unrecognized key"],
  ['{"allowInner": ["a b"]}', 'fetch.json $["allowInner"][0]: must be a host name, an address or a network'],
  ['{"httpsProxy": "socks5://x"}', "httpsProxy"],
  ['{"authorities": ["ca.pem"]}', "must be an absolute path"],
  ['{"authorities": ["/nowhere/ca.pem"]}', "/nowhere/ca.pem could not be read"],
  ['{"discoveryPort": 0}', "discoveryPort"],
])("%s is refused: %s", async (text, why) => {
  write("local", text);
  await expect(read()).rejects.toThrow(why);
});
