/** Images that are built on others, through the store as its users see it. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Dependency } from "../../../lib/contract/appc.ts";
import { admin, ImageWorld } from "../images.fixture.ts";
import { type RawEntry, tarOf } from "../unpack/tar.fixture.ts";

let world: ImageWorld;
beforeEach(async () => {
  world = await new ImageWorld().start();
});
afterEach(async () => {
  await world.images.close();
  world.drop();
});

const on = (name: string, more: Partial<Dependency> = {}): Dependency => ({
  imageName: `craton.invalid/${name}`,
  ...more,
});
type Options = { dependencies?: Dependency[]; pathWhitelist?: string[]; version?: string };

/** Files by path below rootfs; folders are stated. */
async function fetch(name: string, files: Record<string, string>, { version = "1", ...options }: Options = {}) {
  const folders = new Set<string>();
  for (const path of Object.keys(files))
    for (let at = path.indexOf("/"); at > 0; at = path.indexOf("/", at + 1)) folders.add(path.slice(0, at));
  const entries: RawEntry[] = [
    { name: "rootfs", type: "5", mode: 0o755 },
    ...[...folders].sort().map((path) => ({ name: `rootfs/${path}`, type: "5", mode: 0o755 })),
    ...Object.entries(files).map(([path, body]) => ({ name: `rootfs/${path}`, body })),
  ];
  const labels = [{ name: "version", value: version }];
  const manifest = { acKind: "ImageManifest", acVersion: "0.8.11", name: `craton.invalid/${name}`, labels, ...options };
  const path = join(world.dir, `${name}-${version}.aci`);
  writeFileSync(path, tarOf(...entries, { name: "manifest", body: JSON.stringify(manifest) }));
  return world.fetch(path);
}
const seen = (id: string) => world.images.forPod(id).lower.map((tree) => readdirSync(tree, { recursive: true }).sort());

describe("a dependency", () => {
  it("is overlaid below what needs it, upper first, each tree once", async () => {
    const [d, b] = [await fetch("d", { d: "d" }), await fetch("b", { b: "b" })];
    const c = await fetch("c", { c: "c" }, { dependencies: [on("d")] });
    const a = await fetch("a", { a: "a" }, { dependencies: [on("b"), on("c")] });
    expect(seen(a.id)).toEqual([["a"], ["c"], ["d"], ["b"]]);
    const top = await fetch("top", {}, { dependencies: [on("c"), on("d"), on("c", { labels: [] })] });
    expect(seen(top.id)).toEqual([[], ["c"], ["d"]]);
    const graph = world.images.inspection.graph(a.id);
    expect(graph.images.map(({ id }) => id)).toEqual([a.id, c.id, d.id, b.id]);
    expect(graph.edges.map(({ from, to }) => [from, to])).toEqual([
      [a.id, b.id],
      [a.id, c.id],
      [c.id, d.id],
    ]);
  });

  it("is found by name and labels, any version when none is asked for, and by its ID", async () => {
    const old = await fetch("b", { b: "1" }, { version: "1" });
    const b = await fetch("b", { b: "2" }, { version: "2" });
    const labels = [{ name: "version", value: "1" }];
    const dependencyOf = async (name: string, wanted: Dependency) => {
      const { id } = await fetch(name, {}, { dependencies: [wanted] });
      return world.images.inspection.graph(id).images[1]?.id;
    };
    expect([b.id, old.id]).toContain(await dependencyOf("any", on("b")));
    expect(await dependencyOf("labelled", on("b", { labels }))).toBe(old.id);
    expect(await dependencyOf("by-id", on("b", { imageID: b.id }))).toBe(b.id);
    const cases: [string, Dependency, RegExp][] = [
      ["x1", on("none"), /needs craton.invalid\/none: it is not in the store/],
      [
        "x2",
        on("b", { labels: [{ name: "version", value: "3" }] }),
        /needs craton.invalid\/b:3: .*version=1 .*version=2/,
      ],
      ["x3", on("b", { imageID: `sha512-${"0".repeat(128)}` }), /needs craton.invalid\/b \(sha512-000000000000\)/],
      ["x4", on("b", { size: 10 }), /bytes, more than the 10 that the manifest states/],
      ["x5", on("x5"), /depends on itself: craton.invalid\/x5 → craton.invalid\/x5/],
    ];
    for (const [name, wanted, why] of cases)
      await expect(fetch(name, {}, { dependencies: [wanted] }), name).rejects.toThrow(why);
    expect(world.contents.tmp).toEqual([]);
  });

  it("is not taken away from an image that needs it, and goes after it", async () => {
    const b = await fetch("b", { b: "b" });
    const a = await fetch("a", { a: "a" }, { dependencies: [on("b")] });
    await expect(world.images.remove(b.id, admin)).rejects.toMatchObject({
      code: "image-needed",
      facts: { image: b.id, by: a.id },
    });
    await world.images.remove(a.id, admin);
    await world.images.remove(b.id, admin);
    expect(world.contents).toEqual({ blobs: [], trees: [], records: [], tmp: [] });
  });

  it("that is lost takes with it what is built on it, at the next start", async () => {
    const b = await fetch("b", { b: "b" });
    const a = await fetch("a", { a: "a" }, { dependencies: [on("b")] });
    writeFileSync(join(world.folder, "blobs/sha512", b.id.slice(7)), "short");
    await world.open().recover();
    expect(world.images.list()).toEqual([]);
    const lost = world.events.all.filter(({ event }) => event.reason === "ImageLost").map(({ event }) => event.id);
    expect(lost.sort()).toEqual([a.id, b.id].sort());
  });
});

describe("a whitelist", () => {
  it("leaves what is listed by the image and by all that are built on it, in one tree that images share", async () => {
    await fetch("d", { "etc/d": "d", "etc/x": "x", "usr/d": "u" }, { pathWhitelist: ["/etc/d", "/usr/d"] });
    const files = { "etc/c": "c", "etc/y": "y" };
    const c = await fetch("c", files, { dependencies: [on("d")], pathWhitelist: ["/etc/c", "/etc/d"] });
    expect(seen(c.id)).toEqual([["etc", "etc/c", "etc/d"]]);
    const trees = world.contents.trees?.length ?? 0;
    const a = await fetch("a", { "etc/a": "a" }, { dependencies: [on("c")] });
    expect(seen(a.id)).toEqual([["etc", "etc/a", "etc/c", "etc/d"]]);
    expect(world.contents.trees).toHaveLength(trees + 2);
    const before = world.contents;
    await world.open().recover();
    expect(world.contents).toEqual(before);
    expect(seen(a.id)).toEqual([["etc", "etc/a", "etc/c", "etc/d"]]);
    const { entries } = await world.images.inspection.files(a.id, "/etc");
    const graph = world.images.inspection.graph(a.id).images.map(({ id }) => id);
    expect(entries?.map(({ name, image }) => [name, image])).toEqual([
      ["a", graph[0]],
      ["c", graph[1]],
      ["d", graph[2]],
    ]);
    await world.images.remove(a.id, admin);
    expect(world.contents.trees).toHaveLength(trees);
    expect(readFileSync(join(world.images.forPod(c.id).lower[0] as string, "etc/d"), "utf8")).toBe("d");
  });
});
