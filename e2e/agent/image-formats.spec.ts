/** ACIs by independent writers (GNU tar in each of its formats, gzip, bzip2, xz) and our own, unpacked for real and compared file by file. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildAci } from "../../agent/image/build-aci.ts";
import { buildTourImage } from "../../agent/image/tour-image.ts";
import { aciOf, pax, rawEntry, tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { ImageHost } from "../support/image-host.ts";

const dir = mkdtempSync(join(tmpdir(), "craton-formats-"));
const layout = join(dir, "layout");
const rootfs = join(layout, "rootfs");
const manifest = { acKind: "ImageManifest", acVersion: "0.8.11", name: "example.com/formats" };
let host: ImageHost;

beforeAll(async () => {
  mkdirSync(join(rootfs, "bin"), { recursive: true });
  const file = (path: string, content: string | Buffer, mode: number, owner = 0) => {
    writeFileSync(join(rootfs, path), content);
    chownSync(join(rootfs, path), owner, owner);
    chmodSync(join(rootfs, path), mode);
  };
  file("bin/suid", Buffer.alloc(300_000, "suid"), 0o4755);
  file("bin/empty", "", 0o600, 4000);
  linkSync(join(rootfs, "bin/suid"), join(rootfs, "bin/hard"));
  symlinkSync("../../../../etc/passwd", join(rootfs, "bin/soft"));
  symlinkSync("/absolute", join(rootfs, "absolute"));
  execFileSync("mkfifo", ["-m", "620", join(rootfs, "pipe")]);
  mkdirSync(join(rootfs, "closed"));
  file("closed/inside", "x", 0o400, 7);
  chmodSync(join(rootfs, "closed"), 0o500);
  mkdirSync(join(rootfs, "sticky"));
  chmodSync(join(rootfs, "sticky"), 0o1777);
  writeFileSync(join(layout, "manifest"), JSON.stringify(manifest));
  for (const path of ["bin/suid", "bin/soft", "closed", "bin", "."]) lutimesSync(join(rootfs, path), 1.5e9, 1.5e9);
  host = await ImageHost.start();
});
afterAll(async () => {
  await host?.stop();
  rmSync(dir, { recursive: true, force: true });
});
afterEach(async () => {
  await host.removeAll();
  expect(host.isEmpty).toBe(true);
});

/** A line a name: type and mode, owner, whole seconds, content, and which names are one file. */
function describeTree(root: string): string[] {
  const inodes = new Map<number, string>();
  const lines: string[] = [];
  const walk = (path: string) => {
    const full = Buffer.from(join(root, path), "latin1");
    const s = lstatSync(full);
    const first = inodes.get(s.ino) ?? path;
    inodes.set(s.ino, first);
    const content = s.isFile()
      ? createHash("sha256").update(readFileSync(full)).digest("hex")
      : s.isSymbolicLink()
        ? readlinkSync(full)
        : "";
    lines.push([path, s.mode.toString(8), s.uid, s.gid, Math.floor(s.mtimeMs / 1000), content, first].join(" "));
    if (s.isDirectory()) for (const name of readdirSync(full, "latin1").sort()) walk(join(path, name));
  };
  walk(".");
  return lines;
}
const treeOf = (id: string) => host.images.forPod(id).lower[0] as string;
const tar = (format: string, ...parts: string[]) =>
  execFileSync("tar", ["-C", layout, `--format=${format}`, "--sort=name", "-c", ...parts], { maxBuffer: 2 ** 28 });

describe("a plain archive", () => {
  it.each(["gnu", "oldgnu", "pax", "ustar", "v7"])("by GNU tar as %s gives the same tree", async (format) => {
    const parts = format === "v7" ? ["--exclude=rootfs/pipe"] : [];
    const archive = tar(format, ...parts, "manifest", "rootfs");
    writeFileSync(join(dir, "image.aci"), archive);
    const { id } = await host.fetch(join(dir, "image.aci"));
    expect(id).toBe(`sha512-${createHash("sha512").update(archive).digest("hex")}`);
    const wanted = describeTree(rootfs).filter((line) => format !== "v7" || !line.startsWith("pipe "));
    expect(describeTree(treeOf(id))).toEqual(wanted);
  });

  it("by our own builder gives the same tree, and the same bytes each time", async () => {
    const [one, two] = [join(dir, "one.aci"), join(dir, "two.aci")];
    for (const out of [one, two]) await buildAci(rootfs, out, { manifest, compression: "gzip", mtime: "keep" });
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
    const { id } = await host.fetch(one);
    expect(describeTree(treeOf(id))).toEqual(describeTree(rootfs));
    const listed = execFileSync("tar", ["-tzf", one]).toString().trim().split("\n");
    expect(listed.at(-1)).toBe("manifest");
    expect(listed[0]).toBe("rootfs/");
    execFileSync("gzip", ["-t", "-S", ".aci", one]);
  });

  it("of our own with one time and one owner for all depends on neither", async () => {
    const bytes = async (name: string) => {
      await buildAci(rootfs, join(dir, name), { manifest, compression: "none", ownerRoot: true });
      return readFileSync(join(dir, name));
    };
    const before = await bytes("a.aci");
    lutimesSync(join(rootfs, "bin/suid"), 1.6e9, 1.6e9);
    chownSync(join(rootfs, "bin/empty"), 5, 5);
    expect((await bytes("b.aci")).equals(before)).toBe(true);
    lutimesSync(join(rootfs, "bin/suid"), 1.5e9, 1.5e9);
    chownSync(join(rootfs, "bin/empty"), 4000, 4000);
  });
});

describe("compressed", () => {
  it.each([
    ["gzip", (data: Buffer) => execFileSync("gzip", ["-c"], { input: data })],
    ["bzip2", (data: Buffer) => execFileSync("bzip2", ["-1", "-c"], { input: data })],
    ["xz", (data: Buffer) => execFileSync("xz", ["-c"], { input: data })],
    ["zstd", (data: Buffer) => zstdCompressSync(data)],
    ["gzip in two members", (data: Buffer) => twice(data, (half) => execFileSync("gzip", ["-c"], { input: half }))],
    ["bzip2 in two streams", (data: Buffer) => twice(data, (half) => execFileSync("bzip2", ["-c"], { input: half }))],
    ["xz in two streams", (data: Buffer) => twice(data, (half) => execFileSync("xz", ["-c"], { input: half }))],
  ])("%s is the image of the plain archive", async (_, pack) => {
    const archive = tar("gnu", "manifest", "rootfs");
    writeFileSync(join(dir, "image.aci"), pack(archive));
    const { id } = await host.fetch(join(dir, "image.aci"));
    expect(id).toBe(`sha512-${createHash("sha512").update(archive).digest("hex")}`);
    expect(describeTree(treeOf(id))).toEqual(describeTree(rootfs));
  });

  it("more than a block of bzip2, random and monotonous", async () => {
    const parts = Array.from({ length: 40_000 }, (_, i) => createHash("sha256").update(`${i}`).digest());
    const body = Buffer.concat([...parts, Buffer.alloc(1_500_000, "a"), Buffer.alloc(300_000, "ab")]);
    const archive = aciOf(rawEntry({ name: "rootfs/big", body })).subarray();
    const valid = Buffer.concat([
      archive.subarray(0, -2048),
      rawEntry({ name: "manifest", body: JSON.stringify(manifest) }),
      Buffer.alloc(1024),
    ]);
    writeFileSync(join(dir, "image.aci"), execFileSync("bzip2", ["-c"], { input: valid, maxBuffer: 2 ** 28 }));
    const { id } = await host.fetch(join(dir, "image.aci"));
    expect(readFileSync(join(treeOf(id), "big")).equals(body)).toBe(true);
  });
});

describe("names", () => {
  it.each(["gnu", "pax"])("of any length and any bytes come through GNU tar as %s", async (format) => {
    const folder = mkdtempSync(join(dir, "names-"));
    const deep = Array.from({ length: 12 }, (_, i) => `${i}`.repeat(100)).join("/");
    mkdirSync(join(folder, "rootfs", deep), { recursive: true });
    const odd = Buffer.concat([Buffer.from(join(folder, "rootfs/")), Buffer.from([0xff, 0x0a, 0x1b, 0x5c])]);
    writeFileSync(odd, "odd");
    symlinkSync("t".repeat(3000), join(folder, "rootfs", deep, "link"));
    writeFileSync(join(folder, "manifest"), JSON.stringify(manifest));
    const archive = execFileSync("tar", ["-C", folder, `--format=${format}`, "-c", "manifest", "rootfs"]);
    writeFileSync(join(dir, "image.aci"), archive);
    const { id } = await host.fetch(join(dir, "image.aci"));
    expect(describeTree(treeOf(id))).toEqual(describeTree(join(folder, "rootfs")));
    rmSync(folder, { recursive: true });
  });
});

describe("bombs", () => {
  afterEach(() => host.open().recover());

  it("ten gigabytes of nothing end early, whatever packed them", async () => {
    const zeros = join(dir, "bomb");
    for (const [tool, args] of [
      ["bzip2", ["-9", "-c"]],
      ["xz", ["-1", "-c"]],
    ] as const) {
      execFileSync("sh", ["-c", `head -c 30000000 /dev/zero | ${tool} ${args.join(" ")} > "$0"`, zeros]);
      const part = readFileSync(zeros);
      const head = rawEntry({ name: "rootfs/zeros", size: 8 ** 11 - 1 });
      const start = execFileSync(tool, ["-c"], { input: head });
      writeFileSync(zeros, Buffer.concat([start, ...Array.from({ length: 340 }, () => part)]));
      await expect(host.fetch(zeros)).rejects.toThrow("it is a bomb");
    }
  });

  it("a tree larger than allowed is ended by the limit", async () => {
    await host.open({ limits: { maxTar: 5_000_000, maxEntries: 50 } }).recover();
    const body = createHash("sha512").update("x").digest("hex").repeat(50_000);
    writeFileSync(join(dir, "image.aci"), aciOf({ name: "rootfs/a", body }));
    await expect(host.fetch(join(dir, "image.aci"))).rejects.toMatchObject({ code: "too-large" });
    const many = aciOf(...Array.from({ length: 60 }, (_, i) => ({ name: `rootfs/${i}` })));
    writeFileSync(join(dir, "image.aci"), many);
    await expect(host.fetch(join(dir, "image.aci"))).rejects.toThrow("more than 50 entries");
  });
});

describe("attributes and devices", () => {
  it("a capability is kept, a device below dev left out, a device elsewhere refused", async () => {
    const capability = Buffer.from("0000000200040000000000000000000000000000", "hex");
    const text = JSON.stringify(manifest);
    const root = { name: "rootfs", type: "5", mode: 0o755 };
    const fields = { "SCHILY.xattr.security.capability": capability };
    const good = tarOf({ name: "manifest", body: text }, root, { name: "rootfs/dev/null", type: "3" }, pax(fields), {
      name: "rootfs/ping",
      body: "x",
      mode: 0o755,
    });
    writeFileSync(join(dir, "image.aci"), good);
    const { id } = await host.fetch(join(dir, "image.aci"));
    expect(readdirSync(treeOf(id))).toEqual(["ping"]);
    const bad = tarOf({ name: "manifest", body: text }, root, { name: "rootfs/etc/sda", type: "4" });
    writeFileSync(join(dir, "image.aci"), bad);
    await expect(host.fetch(join(dir, "image.aci"))).rejects.toThrow("block device outside dev");
  });
});

it("the tour image is whole and the same each time", async () => {
  const [one, two] = [join(dir, "tour.aci"), join(dir, "tour2.aci")];
  await buildTourImage(one);
  await buildTourImage(two);
  expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
  const image = await host.fetch(one);
  expect(image).toMatchObject({
    name: "craton.local/tour",
    version: "1",
    ports: [{ name: "http", protocol: "tcp", port: 8080 }],
  });
  const tree = treeOf(image.id);
  const said = execFileSync("chroot", [
    tree,
    "/bin/sh",
    "-c",
    "id -u visitor && cat /www/index.html && busybox --list",
  ]);
  expect(said.toString()).toMatch(/^1000\n<!doctype html>/);
  const applets = new Set(said.toString().split("\n"));
  expect(readdirSync(join(tree, "bin")).filter((name) => !applets.has(name))).toEqual([]);
});

function twice(data: Buffer, pack: (half: Buffer) => Buffer): Buffer {
  const cut = 5000;
  return Buffer.concat([pack(data.subarray(0, cut)), pack(data.subarray(cut))]);
}
