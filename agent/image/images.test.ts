import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImageProgress } from "../../lib/contract/image.ts";
import { image as imageSchema } from "../../lib/contract/image.ts";
import { aciBytes, admin, ImageWorld, last, trusting } from "./images.fixture.ts";
import { rawEntry, tarTail } from "./unpack/tar.fixture.ts";

let world: ImageWorld;
beforeEach(async () => {
  world = await new ImageWorld().start();
});
afterEach(async () => {
  await world.images.close();
  world.drop();
});
const none = { blobs: [], trees: [], records: [], tmp: [] };
const never = new AbortController().signal;
const bare = { insecureOptions: ["image"], signature: null, passphrase: null };

describe("an ACI from the node's disk", () => {
  it("is an image that can be found by ID, beginning, name and version", async () => {
    const path = await world.aci("one");
    const lines: ImageProgress[] = [];
    for await (const line of world.images.fetch({ source: path, ...trusting }, admin, never)) lines.push(line);
    const done = lines.at(-1);
    if (done?.type !== "done") throw new Error("no last line");
    const id = `sha512-${createHash("sha512").update(readFileSync(path)).digest("hex")}`;
    expect(imageSchema.parse(done.image)).toMatchObject({
      id,
      name: "example.com/one",
      version: "1",
      source: `file:${path}`,
      kind: "aci",
      digest: null,
      size: readFileSync(path).length,
      treeSize: 3,
      trust: { kind: "unsigned", allowedBy: "ann" },
    });
    const names = ["example.com/one", "example.com/one:1", "example.com/one,version=1"];
    for (const ref of [id, id.slice(0, 20), id.slice(7, 15), ...names, `file:${path}`])
      expect(world.images.get(ref).id, ref).toBe(id);
    for (const ref of [
      id.slice(7, 14),
      "example.com/one:2",
      "example.com/one:1,os=linux",
      "example.com/two",
      "sha512-ffffffffff",
    ])
      expect(() => world.images.get(ref), ref).toThrow("there is no image");
    const { lower } = world.images.forPod(id);
    expect(readFileSync(join(lower[0] as string, "hello"), "utf8")).toBe("one");
    expect(lines.map((line) => (line.type === "progress" ? line.step : line.type))).toContain("unpack");
    expect(world.events.all).toMatchObject([
      { event: { reason: "ImageFetched", id, user: "ann" }, object: { image: { id } } },
    ]);
    expect(world.contents.tmp).toEqual([]);
  });

  it("is one image however it is compressed", async () => {
    const plain = await world.fetch(await world.aci("one"));
    const before = world.contents;
    writeFileSync(join(world.dir, "packed.aci"), await aciBytes("one", { compress: true }));
    expect((await world.fetch(join(world.dir, "packed.aci"))).id).toBe(plain.id);
    expect(world.contents).toEqual(before);
  });

  it("needs insecure-options, the right to give them, and the right to name a path", async () => {
    const path = await world.aci("one");
    await expect(last(world.images.fetch({ source: path }, admin, never))).rejects.toMatchObject({
      code: "image-unsigned",
    });
    await expect(
      last(world.images.fetch({ source: path, insecureOptions: ["none"] }, admin, never)),
    ).rejects.toMatchObject({ code: "image-unsigned" });
    const editor = { user: "eve", role: "editor" as const };
    const forbidden = (verb: string) => ({ code: "forbidden", facts: { verb } });
    await expect(world.fetch(path, never, editor)).rejects.toMatchObject(forbidden("fetch-path"));
    await expect(world.fetch("docker://a.example/b", never, editor)).rejects.toMatchObject(forbidden("allow-unsigned"));
    await expect(last(world.images.upload("x.aci", aciChunks("x"), bare, editor, never))).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(world.contents).toEqual(none);
  });

  it("is refused by its path with the reason", async () => {
    const path = await world.aci("one");
    const at = (name: string) => join(world.dir, name);
    symlinkSync(path, at("link"));
    mkdirSync(at("folder"));
    execFileSync("mkfifo", [at("pipe")]);
    const cases: [string, string][] = [
      [at("absent"), "there is no such file"],
      [at("link"), "it is a symbolic link"],
      [at("folder"), "it is a folder"],
      [at("pipe"), "it is no regular file"],
      [`${path}/x`, "there is no such file"],
      ["relative.aci", "is not supported: give NAME[:VERSION]"],
      ["./relative", "is not supported: give NAME[:VERSION]"],
      ["ftp://example.com/x.aci", "is not supported: give NAME[:VERSION]"],
      ["https://u:p@example.com/x.aci", "https://example.com/x.aci is not a valid web address: credentials"],
      ["Relative", "is not a valid image name"],
    ];
    for (const [source, why] of cases) await expect(world.fetch(source), source).rejects.toThrow(why);
    expect(world.contents).toEqual(none);
  });
});

describe("a bad image", () => {
  const cases: [string, () => Promise<Buffer>, object][] = [
    ["text", async () => Buffer.from("hello"), { code: "bad-archive" }],
    ["nothing", async () => Buffer.alloc(0), { code: "bad-archive" }],
    ["truncated", async () => (await aciBytes("x")).subarray(0, 1024), { code: "bad-archive" }],
    [
      "a manifest with two faults",
      () => broken({ acKind: "ImageManifest", acVersion: "1", name: "A" }),
      { code: "bad-manifest", errors: [{ path: "$.acVersion" }, { path: "$.name" }] },
    ],
    ["a manifest that is no JSON", () => broken("{"), { code: "bad-manifest" }],
    [
      "a dependency that is nowhere to be had",
      () => aciBytes("x", { manifest: { dependencies: [{ imageName: "localhost/b" }] } }),
      { code: "bad-dependency" },
    ],
  ];

  it.each(cases)("is refused and leaves nothing: %s", async (_, bytes, error) => {
    const path = join(world.dir, "bad.aci");
    writeFileSync(path, await bytes());
    await expect(world.fetch(path)).rejects.toMatchObject(error);
    expect(world.contents).toEqual(none);
    expect(world.events.reasons).toEqual(["FetchFailed"]);
    expect(world.events.all[0]?.event.message).toContain(path);
  });

  it("is refused when it is larger than the limits", async () => {
    const path = await world.aci("one", { content: "x".repeat(5000) });
    world.open({ limits: { maxBlob: 4096 } });
    await expect(world.fetch(path)).rejects.toMatchObject({ code: "too-large" });
    world.open({ limits: { maxTar: 4096 } });
    await expect(world.fetch(path)).rejects.toMatchObject({ code: "too-large" });
    world.open({ limits: { maxEntries: 2 } });
    await expect(world.fetch(path)).rejects.toMatchObject({ code: "bad-archive" });
    expect(world.contents).toEqual(none);
  });
});

describe("an upload", () => {
  it("is an image named by its source", async () => {
    const image = await last(world.images.upload("up.aci", aciChunks("up"), bare, admin, never));
    expect(image).toMatchObject({ name: "example.com/up", source: "upload:up.aci" });
  });

  it("that breaks off leaves nothing", async () => {
    async function* broken() {
      yield Buffer.from("abc");
      throw new Error("the client went away");
    }
    const lines = world.images.upload("up.aci", broken(), bare, admin, never);
    await expect(last(lines)).rejects.toThrow("the client went away");
    expect(world.contents).toEqual(none);
  });
});

describe("several fetches at once", () => {
  it("of one source share the work, and one may leave", async () => {
    const path = await world.aci("one");
    let open = () => {};
    const held = new Promise<void>((resolve) => {
      open = resolve;
    });
    const unpacking = new Promise<void>((resolve) => {
      world.beforeUnpack = async () => {
        resolve();
        await held;
      };
    });
    const leaver = new AbortController();
    const first = world.fetch(path, leaver.signal);
    const second = world.fetch(path);
    await unpacking;
    leaver.abort(new Error("gone"));
    await expect(first).rejects.toThrow("gone");
    open();
    expect((await second).name).toBe("example.com/one");
    expect(world.unpacked).toHaveLength(1);
    expect(world.events.reasons).toEqual(["ImageFetched"]);
  });

  it("end and clean up when the last follower leaves; the next one begins anew", async () => {
    const path = await world.aci("one");
    const abort = new AbortController();
    world.beforeUnpack = async (spec) => {
      expect(world.contents.tmp).toHaveLength(1);
      abort.abort(new Error("gone"));
      spec.signal?.throwIfAborted();
    };
    await expect(world.fetch(path, abort.signal)).rejects.toThrow("gone");
    expect(world.contents).toEqual(none);
    world.beforeUnpack = async () => {};
    expect((await world.fetch(path)).name).toBe("example.com/one");
  });

  it("of different images go side by side, and a close ends them all", async () => {
    const paths = await Promise.all(["a", "b", "c"].map((name) => world.aci(name)));
    const images = await Promise.all(paths.map((path) => world.fetch(path)));
    expect(world.contents.records).toEqual(images.map(({ id }) => `${id}.json`).sort());
    let started = 0;
    const all = new Promise<void>((resolve) => {
      world.beforeUnpack = async (spec) => {
        if (++started === 2) resolve();
        await new Promise((_, reject) => spec.signal?.addEventListener("abort", () => reject(spec.signal?.reason)));
      };
    });
    const pending = ["d", "e"].map(async (name) => world.fetch(await world.aci(name)));
    const settled = Promise.allSettled(pending);
    await all;
    await world.images.close();
    for (const one of await settled) expect(one).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
    expect(world.contents.tmp).toEqual([]);
    expect(world.contents.records).toHaveLength(3);
  });
});

describe("names", () => {
  it("mean the newest image of a version, and are ambiguous between versions unless one is latest", async () => {
    let now = 1000;
    const clock = () => ++now * 1000;
    world.open({ now: clock });
    const labels = (value: string) => ({ labels: [{ name: "version", value }] });
    const one = { manifest: { name: "example.com/n", ...labels("1") } };
    const old = await world.fetch(await world.aci("a", { ...one, content: "old" }));
    const renewed = await world.fetch(await world.aci("b", { ...one, content: "new" }));
    expect(world.images.get("example.com/n").id).toBe(renewed.id);
    expect(old.id).not.toBe(renewed.id);
    await world.fetch(await world.aci("c", { manifest: { name: "example.com/n", ...labels("2") } }));
    expect(() => world.images.get("example.com/n")).toThrow("is the beginning of 3 images");
    expect(world.images.get("example.com/n:1").id).toBe(renewed.id);
    const latest = await world.fetch(
      await world.aci("d", { manifest: { name: "example.com/n", ...labels("latest") } }),
    );
    expect(world.images.get("example.com/n").id).toBe(latest.id);
  });
});

describe("removing", () => {
  it("takes record, tree and blob, and says so", async () => {
    const image = await world.fetch(await world.aci("one"));
    await world.images.remove(image.id, admin);
    expect(world.contents).toEqual(none);
    expect(world.images.list()).toEqual([]);
    expect(world.events.all.at(-1)).toMatchObject({
      event: { reason: "ImageRemoved", id: image.id },
      object: { image: null },
    });
    await expect(world.images.remove(image.id, admin)).rejects.toMatchObject({ code: "image-not-found" });
  });

  it("is refused while a pod uses the image", async () => {
    const image = await world.fetch(await world.aci("one"));
    world.users.set(image.id, ["11111111-1111-4111-8111-111111111111"]);
    await expect(world.images.remove(image.id, admin)).rejects.toMatchObject({ code: "image-in-use" });
    expect(world.images.get(image.id).usedBy).toHaveLength(1);
  });
});

async function* aciChunks(name: string): AsyncGenerator<Buffer> {
  const bytes = await aciBytes(name);
  for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700);
}

async function broken(manifest: object | string): Promise<Buffer> {
  const body = typeof manifest === "string" ? manifest : JSON.stringify(manifest);
  return Buffer.concat([rawEntry({ name: "rootfs", type: "5" }), rawEntry({ name: "manifest", body }), tarTail]);
}
