/** What was fetched once is asked for changes alone, or not at all; and never against what the operator trusts now. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { aciBytes, admin, ImageWorld, last } from "../../agent/image/images.fixture.ts";
import type { InsecureOption } from "../../lib/contract/insecure-options.ts";
import { DiscoverySite } from "../support/discovery-site.ts";
import { Gpg } from "./support/gpg.ts";

let site: DiscoverySite;
let world: ImageWorld;
let now = Date.parse("2030-01-01T00:00:00Z");
const clock = { now: () => now };
const gpg = new Gpg();
let key: string;
const path = "/files/localhost/app.aci";

beforeAll(async () => {
  site = await new DiscoverySite().start();
  key = await gpg.key("Site <site@example.com>");
});
afterAll(async () => {
  await site.stop();
  gpg.close();
});
beforeEach(async () => {
  site.files.clear();
  site.twist = () => false;
  site.page("/", ["ac-discovery", "localhost {site}/files/{name}.{ext}"]);
  await serve({ etag: '"one"' });
  world = await new ImageWorld(clock).start();
  site.configure(world.configFolders.local);
  site.asked.length = 0;
});
afterEach(async () => {
  await world.images.close();
  world.drop();
});

async function serve(headers: Record<string, string>, content = "one"): Promise<void> {
  site.files.set(path, {
    data: await aciBytes("app", { manifest: { name: "localhost/app", labels: [] }, content }),
    headers,
  });
}
const fetch = (source = site.url(path), insecureOptions: InsecureOption[] = ["image"]) =>
  last(world.images.fetch({ source, insecureOptions }, admin, new AbortController().signal));
const asked = () =>
  site.asked.splice(0).map(({ url, headers }) => (headers["if-none-match"] ? `${url} if changed` : url));

it("is asked for changes by its tag, in the next life too, and is the same image", async () => {
  const first = await fetch();
  asked();
  expect(await fetch()).toEqual(first);
  expect(asked()).toEqual([`${path} if changed`]);
  await world.images.close();
  world.open(clock);
  await world.start();
  expect(await fetch("localhost/app")).toEqual(first);
  expect(asked()).toEqual(["/app?ac-discovery=1", "/?ac-discovery=1", `${path} if changed`]);
  expect(world.unpacked).toHaveLength(1);
});

it("is not asked for while max-age says that it is fresh, and again after", async () => {
  await serve({ etag: '"one"', "cache-control": "max-age=60" });
  await fetch();
  asked();
  now += 59_000;
  await fetch();
  expect(asked()).toEqual([]);
  now += 2000;
  await fetch();
  expect(asked()).toEqual([`${path} if changed`]);
  now += 59_000;
  await fetch();
  expect(asked()).toEqual([]);
});

it("is asked for by the time of its change when there is no tag", async () => {
  const changed = "Tue, 01 Jan 2030 00:00:00 GMT";
  await serve({ "last-modified": changed });
  await fetch();
  site.twist = ({ headers }, response) => {
    if (headers["if-modified-since"] !== changed) return false;
    response.writeHead(304).end();
    return true;
  };
  await fetch();
  expect(world.unpacked).toHaveLength(1);
});

it("is fetched anew when it changed, when it was removed, or when nothing tells", async () => {
  const first = await fetch();
  await serve({ etag: '"two"' }, "two");
  const second = await fetch();
  expect(second.id).not.toBe(first.id);
  await world.images.remove(second.id, admin);
  expect((await fetch()).id).toBe(second.id);
  await serve({}, "three");
  const third = await fetch();
  asked();
  expect((await fetch()).id).toBe(third.id);
  expect(asked()).toEqual([path]);
});

it("is fetched in full when what was remembered cannot be read", async () => {
  await fetch();
  rmSync(join(world.folder, "remotes"), { recursive: true });
  await fetch();
  writeFileSync(join(world.folder, "remotes", "x.json"), "{");
  await world.images.recover();
  expect((await fetch()).name).toBe("localhost/app");
});

it("that is not signed is not given to who wants it signed; nor one whose key is no longer trusted", async () => {
  await fetch();
  await expect(fetch(site.url(path), [])).rejects.toMatchObject({ code: "image-unsigned" });
  const file = join(world.dir, "signed.aci");
  writeFileSync(file, site.files.get(path)?.data ?? "");
  site.files.set(`${path}.asc`, { data: Buffer.from(await gpg.sign(file, [key])) });
  const place = { fingerprint: key, prefix: "localhost" };
  await world.images.keys.add({ armored: await gpg.export(key), ...place });
  const signed = await fetch(site.url(path), []);
  asked();
  expect(signed.trust.kind).toBe("signed");
  await fetch(site.url(path), []);
  expect(asked()).toEqual([`${path} if changed`]);
  await world.images.keys.remove(place);
  await expect(fetch(site.url(path), [])).rejects.toMatchObject({ code: "key-unknown" });
});

it("takes a few milliseconds the second time", async () => {
  await fetch("localhost/app");
  const times: number[] = [];
  for (let i = 0; i < 7; i++) {
    const started = performance.now();
    await fetch("localhost/app");
    times.push(performance.now() - started);
  }
  console.log("second fetch by discovery, ms:", times.map(Math.round).join(" "));
  expect(Math.min(...times)).toBeLessThan(50);
});

it("two fetches of one image by different names share one download", async () => {
  const [one, two] = await Promise.all([fetch("localhost/app"), fetch()]);
  expect(one.id).toBe(two.id);
  expect(asked().filter((url) => url === path)).toHaveLength(1);
});
