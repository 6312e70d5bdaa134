/** Keys from a name's own site and from URLs: reviewed, then trusted, then an image of that site is taken by its name alone. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { aciBytes, admin, ImageWorld, last } from "../../agent/image/images.fixture.ts";
import { trustService } from "../../agent/image/trust/trust-service.ts";
import type { TrustReview } from "../../lib/contract/trust.ts";
import { DiscoverySite } from "../support/discovery-site.ts";
import { Gpg } from "./support/gpg.ts";

const gpg = new Gpg();
const never = new AbortController().signal;
let site: DiscoverySite;
let world: ImageWorld;
let key: string;
let armored: string;

beforeAll(async () => {
  site = await new DiscoverySite().start();
  key = await gpg.key("Site <site@example.com>");
  armored = await gpg.export(key);
  world = await new ImageWorld().start();
  site.configure(world.configFolders.local);
});
afterAll(async () => {
  gpg.close();
  await world?.images.close();
  world?.drop();
  await site?.stop();
});
beforeEach(() => {
  site.files.clear();
  site.files.set("/keys.asc", { data: Buffer.from(armored) });
  site.twist = () => false;
});

const service = () =>
  trustService({ node: "n", keys: world.images.keys, folders: world.configFolders, events: world.events });
const review = (from: TrustReview["from"], insecure = false) =>
  service().review({ from, ...(insecure ? { insecureOptions: ["pubkey" as const] } : {}) }, admin, never);

it("a site's own key is found by the name, reviewed and trusted; then its image comes by name", async () => {
  site.page(
    "/team",
    ["ac-discovery", "localhost/team {site}/{name}.{ext}"],
    ["ac-discovery-pubkeys", "localhost/team {site}/keys.asc"],
  );
  const bytes = await aciBytes("web", { manifest: { name: "localhost/team/web", labels: [] } });
  const file = path.join(world.dir, "web.aci");
  fs.writeFileSync(file, bytes);
  site.files.set("/localhost/team/web.aci", { data: bytes });
  site.files.set("/localhost/team/web.aci.asc", { data: Buffer.from(await gpg.sign(file, [key])) });
  const fetch = () => last(world.images.fetch({ source: "localhost/team/web" }, admin, never));
  await expect(fetch()).rejects.toMatchObject({ code: "key-unknown" });
  const { keys } = await review({ kind: "discovery", prefix: "localhost/team" });
  expect(keys).toMatchObject([
    { facts: { fingerprint: key, state: "good", algorithm: "Ed25519" }, source: site.url("/keys.asc") },
  ]);
  const [found] = keys;
  await service().add({ armored: found?.armored ?? "", fingerprint: key, prefix: "localhost/team" }, admin);
  expect(world.events.reasons).toContain("KeyTrusted");
  expect((await fetch()).trust).toMatchObject({
    kind: "signed",
    keys: [{ fingerprint: key, prefix: "localhost/team" }],
  });
});

it("another key than the reviewed one is not added", async () => {
  const other = await gpg.key("Other <other@example.com>");
  const request = { armored: await gpg.export(other), fingerprint: key, prefix: null };
  await expect(service().add(request, admin)).rejects.toMatchObject({ code: "key-refused", facts: { what: key } });
});

it("what a URL answers is bounded and named when it is no key", async () => {
  const from = (where: string) => ({ kind: "url" as const, url: site.url(where) });
  expect((await review(from("/keys.asc"))).keys).toHaveLength(1);
  await expect(review(from("/none"))).rejects.toMatchObject({ code: "fetch-failed", facts: { why: "it answers 404" } });
  site.files.set("/big", { data: Buffer.alloc(300_000, "x") });
  await expect(review(from("/big"))).rejects.toMatchObject({ code: "too-large" });
  site.files.set("/page", { data: Buffer.from("<html>no key</html>") });
  await expect(review(from("/page"))).rejects.toMatchObject({ code: "key-refused" });
  site.twist = (request) => {
    request.socket.destroy();
    return true;
  };
  await expect(review(from("/keys.asc"))).rejects.toMatchObject({ code: "fetch-failed" });
});

it("plain http and private addresses need to be allowed", async () => {
  const plain = { kind: "url" as const, url: `http://localhost:${site.plainPort}/keys.asc` };
  await expect(review(plain)).rejects.toMatchObject({ code: "address-refused" });
  expect((await review(plain, true)).keys).toHaveLength(1);
  await expect(review({ kind: "url", url: site.url("/keys.asc", "127.0.0.1") })).rejects.toMatchObject({
    code: "address-refused",
  });
  const editor = { user: "eve", role: "editor" as const };
  const insecure = service().review({ from: plain, insecureOptions: ["pubkey"] }, editor, never);
  await expect(insecure).rejects.toMatchObject({ code: "forbidden" });
});
