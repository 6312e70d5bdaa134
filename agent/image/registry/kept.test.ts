/** Settings that the agent keeps: sealed, durable, and honest about what they cannot open. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { RegistryPut } from "../../../lib/contract/registry.ts";
import { disk } from "../../disk.ts";
import type { Actor } from "../../pod/service.ts";
import { EventList } from "../images.fixture.ts";
import { Registries } from "./config.ts";
import { KeptRegistries } from "./kept.ts";
import { registryService } from "./registry-service.ts";

let folder: string;
const warnings: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-kept-"));
  warnings.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));
const events = new EventList();
const open = async () => {
  const kept = await KeptRegistries.open(folder, disk, (message) => void warnings.push(message));
  const file = join(folder, "registries.json");
  return { kept, service: registryService({ node: "n", file, kept, cpu: "amd64", events }) };
};
const admin: Actor = { user: "ann", role: "admin" };
const wish: RegistryPut = { plainHttp: false, mirrors: [], username: "u", tokenHosts: [], untested: true };
const entry = {
  ...{ plainHttp: false, mirrors: [], ca: null, username: null, password: null, tokenHosts: [] },
  ...{ updatedAt: "2026-11-24T10:00:00.000Z", updatedBy: "ann" },
};
const signal = new AbortController().signal;
const host = "r.example";
const text = () => readFileSync(join(folder, "registry-settings.json"), "utf8");

it("a password is sealed, stays over a restart, is never told, and is used", async () => {
  const first = await open();
  await first.service.put(host, { ...wish, password: "s3cret" }, admin, signal);
  expect(text()).not.toContain("s3cret");
  for (const name of ["secret.key", "registry-settings.json"])
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  const { kept, service } = await open();
  expect(kept.settings[host]?.password?.()).toBe("s3cret");
  const list = await service.list(admin);
  expect(list.registries).toMatchObject([
    { host, origin: "kept", username: "u", hasCredentials: true, updatedBy: "ann", problem: null },
  ]);
  expect(JSON.stringify([list, events.all])).not.toContain("s3cret");
  expect(await service.list({ user: "bob", role: "viewer" })).toMatchObject({
    registries: [{ username: null, hasCredentials: true }],
  });
  expect(events.reasons.at(-1)).toBe("RegistrySet");
});

it("a kept password goes nowhere else", async () => {
  const { service } = await open();
  await service.put(host, { ...wish, password: "s3cret" }, admin, signal);
  await service.put(host, { ...wish, mirrors: ["m.example"] }, admin, signal);
  for (const change of [
    { plainHttp: true },
    { tokenHosts: ["evil.example"] },
    { username: "v" },
    { username: null, password: "x" },
  ])
    await expect(service.put(host, { ...wish, ...change }, admin, signal)).rejects.toMatchObject({ code: "bad-body" });
  expect((await service.list(admin)).registries[0]).toMatchObject({ mirrors: ["m.example"], plainHttp: false });
  // An entry of another host opens nothing with it.
  const settings = JSON.parse(text());
  writeFileSync(join(folder, "registry-settings.json"), text().replaceAll(host, "evil.example"));
  expect(settings.registries[host]).toBeDefined();
  const moved = await (await open()).service.list(admin);
  expect(moved.registries[0]).toMatchObject({
    host: "evil.example",
    problem: expect.stringContaining("it was changed"),
  });
});

it("the administrator's file wins, whole, and is not changed from outside", async () => {
  writeFileSync(join(folder, "registries.json"), JSON.stringify({ registries: { [host]: { plainHttp: true } } }));
  const { kept, service } = await open();
  await kept.change(() => ({ [host]: { ...entry, mirrors: ["m.example"] } }));
  const used = await Registries.read(join(folder, "registries.json"), kept.settings);
  expect(used.serversOf(host)).toEqual([host]);
  expect(used.base(host)).toBe(`http://${host}`);
  await expect(service.put(host, wish, admin, signal)).rejects.toMatchObject({ code: "registry-fixed" });
  await expect(service.remove(host, admin)).rejects.toMatchObject({ code: "registry-fixed" });
  expect((await service.list(admin)).registries).toMatchObject([{ host, origin: "file", plainHttp: true }]);
});

it("another key, a broken key and a broken file are said, and the agent starts", async () => {
  await (await open()).service.put(host, { ...wish, password: "p" }, admin, signal);
  writeFileSync(join(folder, "secret.key"), Buffer.alloc(32).toString("base64"));
  const problem = (await (await open()).service.list(admin)).registries[0]?.problem;
  expect(problem).toContain("sealed with another secret.key; give it again");
  writeFileSync(join(folder, "secret.key"), "short");
  writeFileSync(join(folder, "registry-settings.json"), "{");
  expect((await (await open()).service.list(admin)).registries).toEqual([]);
  expect(warnings).toEqual([expect.stringContaining("were not understood")]);
  expect(readdirSync(folder).filter((name) => name.includes(".broken-"))).toHaveLength(2);
});

it("certificates are read before they are kept", async () => {
  const { service } = await open();
  const key = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----";
  const anonymous = { ...wish, username: null };
  await expect(service.put(host, { ...anonymous, ca: key }, admin, signal)).rejects.toThrow("private key");
  await expect(service.put(host, { ...anonymous, ca: "x" }, admin, signal)).rejects.toThrow("no certificate");
  const odd = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----";
  await expect(service.put(host, { ...anonymous, ca: odd }, admin, signal)).rejects.toThrow("cannot be read");
  await expect(service.remove("absent.example", admin)).rejects.toMatchObject({ code: "not-found" });
});
