/** UNPACK: what the writer makes of records. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as r from "../support/unpack-records.ts";
import { UnpackWorld } from "../support/unpack-world.ts";

let world: UnpackWorld;
beforeAll(async () => {
  world = await UnpackWorld.open();
});
afterAll(() => world?.stop());
beforeEach(() => world.fresh());

describe("what is made", () => {
  test("folders, files, links and fifos, with owners, modes and times", async () => {
    const seen: number[] = [];
    const got = await world.unpack(
      [
        r.dir(".", { mode: 0o711, mtime: 5n }),
        r.progress(11n),
        r.dir("bin", { mode: 0o755, uid: 3, gid: 4, mtime: 1_500_000_000n, nanoseconds: 250_000_000 }),
        r.file("bin/su", "root", { mode: 0o4755, uid: 1, gid: 2, mtime: -5n }),
        r.symlink("bin/sh", "../../../../etc/passwd", { uid: 7, mtime: 77n }),
        r.hardlink("su-too", "bin/su"),
        r.hardlink("sh-too", "bin/sh"),
        r.entry(r.kind.fifo, "pipe", { mode: 0o622, uid: 9 }),
        r.dir("tmp", { mode: 0o1777 }),
        r.file("deep/er/still", "x"),
        r.file("empty"),
        r.progress(22n),
        r.summary('{"what":"ever"}'),
      ],
      { onProgress: (n) => seen.push(n), duplicates: "refuse" },
    );
    expect(got).toMatchObject({ bytes: 5, entries: 12, summary: Buffer.from('{"what":"ever"}') });
    expect(seen).toEqual([11, 22]);
    const su = fs.statSync(world.at("bin/su"));
    expect([su.mode & 0o7777, su.uid, su.gid, su.mtimeMs, su.nlink]).toEqual([0o4755, 1, 2, -5000, 2]);
    const bin = fs.statSync(world.at("bin"));
    expect([bin.mode & 0o7777, bin.uid, bin.gid, bin.mtimeMs]).toEqual([0o755, 3, 4, 1_500_000_000_250]);
    expect([fs.statSync(world.target).mode & 0o7777, fs.statSync(world.target).mtimeMs]).toEqual([0o711, 5000]);
    expect(fs.readlinkSync(world.at("bin/sh"))).toBe("../../../../etc/passwd");
    expect([fs.lstatSync(world.at("bin/sh")).uid, fs.lstatSync(world.at("bin/sh")).mtimeMs]).toEqual([7, 77_000]);
    expect(fs.lstatSync(world.at("sh-too")).ino).toBe(fs.lstatSync(world.at("bin/sh")).ino);
    const pipe = fs.lstatSync(world.at("pipe"));
    expect([pipe.isFIFO(), pipe.mode & 0o7777, pipe.uid]).toEqual([true, 0o622, 9]);
    expect(fs.statSync(world.at("tmp")).mode & 0o7777).toBe(0o1777);
    expect(fs.readFileSync(world.at("deep/er/still"), "utf8")).toBe("x");
  });

  test("attributes: user.* and capabilities of files, no others, and none that speaks to overlayfs", async () => {
    const capability = Buffer.from("0100000200040000000000000000000000000000", "hex");
    await world.unpack([
      r.file("ping", "elf", {
        uid: 5,
        xattrs: [
          ["security.capability", capability],
          ["user.note", Buffer.from("hi")],
          ["user.overlay.opaque", Buffer.from("y")],
          ["trusted.overlay.opaque", Buffer.from("y")],
          ["security.selinux", Buffer.from("x")],
        ],
      }),
      r.dir("d", { xattrs: [["user.note", Buffer.from("folder")]] }),
      r.summary(),
    ]);
    expect(world.xattr("ping", "security.capability")).toEqual(capability);
    expect(`${world.xattr("ping", "user.note")} ${world.xattr("d", "user.note")}`).toBe("hi folder");
    for (const name of ["user.overlay.opaque", "trusted.overlay.opaque", "security.selinux"])
      expect(() => world.xattr("ping", name)).toThrow();
  });

  test("whiteouts and opaque folders, as overlayfs wants them", async () => {
    await world.unpack([
      r.whiteout("gone"),
      r.dir("fresh"),
      r.opaque("fresh"),
      r.whiteout("was-dir"), // the layer removes it, then makes a new one
      r.dir("was-dir"),
      r.dir("kept"),
      r.whiteout("kept"), // the other way round
      r.file("kept-file", "new"),
      r.whiteout("kept-file"),
      r.whiteout("under/none"),
      r.whiteout("again"),
      r.file("again/inside", "x"), // a parent that was whited out
      r.opaque("."),
      r.summary(),
    ]);
    for (const name of ["gone", "under/none"]) {
      const stat = fs.lstatSync(world.at(name));
      expect([stat.isCharacterDevice(), stat.rdev]).toEqual([true, 0]);
    }
    for (const name of ["fresh", "was-dir", "kept", "again", "."])
      expect(`${name} ${world.xattr(name, "trusted.overlay.opaque")}`).toBe(`${name} y`);
    expect(() => world.xattr("under", "trusted.overlay.opaque")).toThrow();
    expect(fs.readFileSync(world.at("kept-file"), "utf8")).toBe("new");
  });

  test("the later of two entries wins in a layer, and is refused in an ACI", async () => {
    const twice = [
      r.file("a", "1", { mode: 0o600 }),
      r.file("a", "22", { mode: 0o644 }),
      r.symlink("l", "x"),
      r.file("l", "file"),
      r.dir("d", { mode: 0o700 }),
      r.dir("d", { mode: 0o750, mtime: 42n }),
      r.file("h", "h"),
      r.hardlink("h2", "h"),
      r.hardlink("h2", "h"),
      r.file("f", "to be a folder"),
      r.file("f2", ""),
      r.dir("f"),
      r.summary(),
    ];
    await world.unpack(twice);
    expect(fs.readFileSync(world.at("a"), "utf8")).toBe("22");
    expect(fs.readFileSync(world.at("l"), "utf8")).toBe("file");
    expect([fs.statSync(world.at("d")).mode & 0o777, fs.statSync(world.at("d")).mtimeMs]).toEqual([0o750, 42_000]);
    expect(`${world.xattr("f", "trusted.overlay.opaque")}`).toBe("y");
    fs.rmSync(world.target, { recursive: true });
    fs.mkdirSync(world.target);
    await expect(world.unpack(twice, { duplicates: "refuse" })).rejects.toMatchObject({
      code: "bad-archive",
      facts: { entry: "a", why: "the entry comes twice" },
    });
    await world.unpack([r.dir("d"), r.dir("d", { mode: 0o710 }), r.summary()], { duplicates: "refuse" });
    expect(fs.statSync(world.at("d")).mode & 0o777).toBe(0o710);
  });
});

test("a full disk is no-space, and a blob or target that is none is named", async () => {
  const small = path.join(world.base, "small");
  fs.mkdirSync(small);
  await world.k.keeper.mounts([{ op: "mount", source: "small", target: small, fstype: "tmpfs", data: "size=64k" }]);
  try {
    await expect(
      world.unpack([r.file("big", Buffer.alloc(100_000)), r.summary()], { target: small }),
    ).rejects.toMatchObject({
      code: "no-space",
    });
  } finally {
    await world.k.keeper.mounts([{ op: "umount", target: small }]);
  }
  await expect(world.unpack([r.summary()], { target: world.at("none") })).rejects.toMatchObject({
    facts: { errno: "ENOENT" },
  });
  await expect(world.unpack([r.summary()], { blob: "/dev/zero" })).rejects.toThrow("no regular file");
  fs.symlinkSync(world.canary, path.join(world.base, "link"));
  await expect(
    world.unpack([r.file("x", "x"), r.summary()], { target: path.join(world.base, "link") }),
  ).rejects.toMatchObject({
    code: "host-failed",
  });
  expect(fs.readdirSync(world.canary)).toEqual(["bird"]);
});
