/**
 * UNPACK: what the writer makes of records, and what it refuses. The reader is `cat`: the blob is the records themselves, so that a
 * test plays a reader that a hostile archive has taken over.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ReaderFailure } from "../../agent/host/keeper/errors.ts";
import type { UnpackRequest } from "../../agent/host/keeper/types.ts";
import { soon, startKeeper, statOf, type TestKeeper } from "../support/keeper.ts";
import * as r from "../support/unpack-records.ts";

let k: TestKeeper;
let base: string;
let target: string;
let canary: string;
beforeAll(async () => {
  k = await startKeeper();
});
afterAll(() => k?.stop());
beforeEach(() => {
  base = fs.mkdtempSync(path.join(k.dir, "unpack-"));
  target = path.join(base, "target");
  canary = path.join(base, "canary");
  fs.mkdirSync(target);
  fs.mkdirSync(canary);
  fs.writeFileSync(path.join(canary, "bird"), "sings", { mode: 0o600 });
  fs.utimesSync(path.join(canary, "bird"), 1, 1);
});

const unpack = (records: Buffer[], more: Partial<UnpackRequest> = {}) => {
  const blob = path.join(base, "blob");
  fs.writeFileSync(blob, Buffer.concat(records));
  return k.keeper.unpack({
    blob,
    target,
    reader: ["/bin/cat"],
    duplicates: "replace",
    maxBytes: 1e6,
    maxEntries: 1000,
    ...more,
  });
};
const at = (name: string) => path.join(target, name);
const xattr = (name: string, attribute: string) =>
  execFileSync(
    "python3",
    [
      "-c",
      "import os,sys; sys.stdout.buffer.write(os.getxattr(sys.argv[1], sys.argv[2], follow_symlinks=False))",
      at(name),
      attribute,
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
/** Everything outside the target, as far as a writer could have touched it. */
const outside = () => {
  const stat = fs.lstatSync(path.join(canary, "bird"));
  return JSON.stringify([
    fs.readdirSync(base).sort(),
    fs.readdirSync(canary),
    fs.readFileSync(path.join(canary, "bird"), "utf8"),
    [stat.mode, stat.uid, stat.mtimeMs, stat.nlink, stat.ctimeMs],
  ]);
};

describe("what is made", () => {
  test("folders, files, links and fifos, with owners, modes and times", async () => {
    const seen: number[] = [];
    const got = await unpack(
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
    const su = fs.statSync(at("bin/su"));
    expect([su.mode & 0o7777, su.uid, su.gid, su.mtimeMs, su.nlink]).toEqual([0o4755, 1, 2, -5000, 2]);
    const bin = fs.statSync(at("bin"));
    expect([bin.mode & 0o7777, bin.uid, bin.gid, bin.mtimeMs]).toEqual([0o755, 3, 4, 1_500_000_000_250]);
    expect([fs.statSync(target).mode & 0o7777, fs.statSync(target).mtimeMs]).toEqual([0o711, 5000]);
    expect(fs.readlinkSync(at("bin/sh"))).toBe("../../../../etc/passwd");
    expect([fs.lstatSync(at("bin/sh")).uid, fs.lstatSync(at("bin/sh")).mtimeMs]).toEqual([7, 77_000]);
    expect(fs.lstatSync(at("sh-too")).ino).toBe(fs.lstatSync(at("bin/sh")).ino);
    const pipe = fs.lstatSync(at("pipe"));
    expect([pipe.isFIFO(), pipe.mode & 0o7777, pipe.uid]).toEqual([true, 0o622, 9]);
    expect(fs.statSync(at("tmp")).mode & 0o7777).toBe(0o1777);
    expect(fs.readFileSync(at("deep/er/still"), "utf8")).toBe("x");
  });

  test("attributes: user.* and capabilities of files, no others, and none that speaks to overlayfs", async () => {
    const capability = Buffer.from("0100000200040000000000000000000000000000", "hex");
    await unpack([
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
    expect(xattr("ping", "security.capability")).toEqual(capability);
    expect(`${xattr("ping", "user.note")} ${xattr("d", "user.note")}`).toBe("hi folder");
    for (const name of ["user.overlay.opaque", "trusted.overlay.opaque", "security.selinux"])
      expect(() => xattr("ping", name)).toThrow();
  });

  test("whiteouts and opaque folders, as overlayfs wants them", async () => {
    await unpack([
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
      const stat = fs.lstatSync(at(name));
      expect([stat.isCharacterDevice(), stat.rdev]).toEqual([true, 0]);
    }
    for (const name of ["fresh", "was-dir", "kept", "again", "."])
      expect(`${name} ${xattr(name, "trusted.overlay.opaque")}`).toBe(`${name} y`);
    expect(() => xattr("under", "trusted.overlay.opaque")).toThrow();
    expect(fs.readFileSync(at("kept-file"), "utf8")).toBe("new");
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
    await unpack(twice);
    expect(fs.readFileSync(at("a"), "utf8")).toBe("22");
    expect(fs.readFileSync(at("l"), "utf8")).toBe("file");
    expect([fs.statSync(at("d")).mode & 0o777, fs.statSync(at("d")).mtimeMs]).toEqual([0o750, 42_000]);
    expect(`${xattr("f", "trusted.overlay.opaque")}`).toBe("y");
    fs.rmSync(target, { recursive: true });
    fs.mkdirSync(target);
    await expect(unpack(twice, { duplicates: "refuse" })).rejects.toMatchObject({
      code: "bad-archive",
      facts: { entry: "a", why: "the entry comes twice" },
    });
    await unpack([r.dir("d"), r.dir("d", { mode: 0o710 }), r.summary()], { duplicates: "refuse" });
    expect(fs.statSync(at("d")).mode & 0o777).toBe(0o710);
  });
});

describe("ways out", () => {
  const up = "../".repeat(12);
  const long = "x".repeat(256);
  const absolute = () => path.join(canary, "bird");
  const relative = "../canary/bird";
  const cases: [string, () => Buffer[], string][] = [
    ["a name that climbs", () => [r.file(relative, "dead")], "component . or .."],
    ["a name that climbs inside", () => [r.dir("a"), r.file("a/../../canary/bird", "dead")], "component . or .."],
    ["an absolute name", () => [r.file(absolute(), "dead")], "absolute"],
    ["a folder named ..", () => [r.dir("..", { mode: 0o777 })], "component . or .."],
    ["a file named .", () => [r.file(".", "x")], "component . or .."],
    ["an empty name", () => [r.file("", "x")], "empty path"],
    ["a double slash", () => [r.file("a//b", "x")], "empty component"],
    ["a slash at the end", () => [r.file("a/", "x")], "empty component"],
    ["a name with a NUL", () => [r.file("a\0b", "x")], "NUL"],
    ["a component of 256 bytes", () => [r.file(long, "x")], "longer than 255"],
    ["a path of 5,000 bytes", () => [r.file(`${"a/".repeat(2499)}aa`, "x")], "too long"],
    ["a symlinked parent, absolute", () => [r.symlink("s", canary), r.file("s/bird", "dead")], "no folder"],
    ["a symlinked parent, relative", () => [r.symlink("s", "../canary"), r.file("s/bird", "dead")], "no folder"],
    [
      "a symlinked parent, climbing to the root",
      () => [r.symlink("s", `${up}etc`), r.file("s/craton-test", "x")],
      "no folder",
    ],
    ["a symlinked parent inside the tree", () => [r.dir("d"), r.symlink("s", "d"), r.file("s/x", "x")], "no folder"],
    [
      "a symlinked grandparent inside the tree",
      () => [r.dir("d/e"), r.symlink("s", "d"), r.file("s/e/x", "x")],
      "no folder",
    ],
    [
      "a hard link's symlinked grandparent",
      () => [r.file("d/e/x", "x"), r.symlink("s", "d"), r.hardlink("h", "s/e/x")],
      "no folder",
    ],
    ["a symlinked grandparent", () => [r.symlink("s", ".."), r.file("s/canary/bird", "dead")], "no folder"],
    ["a folder beneath a symlink", () => [r.symlink("s", canary), r.dir("s/new")], "no folder"],
    ["a whiteout beneath a symlink", () => [r.symlink("s", canary), r.whiteout("s/bird")], "no folder"],
    ["a whiteout that climbs", () => [r.whiteout(relative)], "component . or .."],
    ["a whiteout of the root", () => [r.whiteout(".")], "component . or .."],
    ["an opaque folder beneath a symlink", () => [r.symlink("s", base), r.opaque("s/canary")], "no folder"],
    ["an opaque folder that climbs", () => [r.opaque("../canary")], "component . or .."],
    ["a hard link out, relative", () => [r.hardlink("h", relative)], "component . or .."],
    ["a hard link out, absolute", () => [r.hardlink("h", absolute())], "absolute"],
    ["a hard link through a symlink", () => [r.symlink("s", canary), r.hardlink("h", "s/bird")], "no folder"],
    ["a hard link to nothing", () => [r.hardlink("h", "none")], "not there"],
    ["a hard link to a folder", () => [r.dir("d"), r.hardlink("h", "d")], "no file"],
    ["a hard link to a whiteout", () => [r.whiteout("w"), r.hardlink("h", "w")], "no file"],
    ["a hard link with an empty target", () => [r.hardlink("h", "")], "empty path"],
    ["a file in place of a folder", () => [r.dir("d"), r.file("d", "x")], "folder stands there"],
    [
      "a symlink in place of a folder",
      () => [r.dir("d"), r.symlink("d", canary), r.file("d/bird", "dead")],
      "folder stands there",
    ],
    ["a symlink in place of the root", () => [r.symlink(".", canary)], "component . or .."],
    ["a file beneath a file", () => [r.file("f", "x"), r.file("f/x", "x")], "no folder"],
    ["an empty symlink", () => [r.symlink("s", "")], "empty link target"],
    ["more data than the size says", () => [r.entry(2, "f", { size: 2 }), r.data("123")], "more data than its size"],
    [
      "less data than the size says",
      () => [r.entry(2, "f", { size: 4 }), r.data("123"), r.file("g")],
      "less data than its size",
    ],
    [
      "less data, then the end",
      () => [r.entry(2, "f", { size: 4 }), r.data("123"), r.summary()],
      "less data than its size",
    ],
    ["data for no file", () => [r.data("123")], "belongs to no file"],
    ["data after an empty file", () => [r.file("f"), r.data("1")], "belongs to no file"],
    ["a size above the limit", () => [r.entry(2, "f", { size: 1_000_001 })], "more than 1000000 bytes"],
    ["a size of 2^64-1", () => [r.entry(2, "f", { size: 2n ** 64n - 1n })], "more than 1000000 bytes"],
    [
      "sizes above the limit in sum",
      () => [r.file("a", Buffer.alloc(100_000)), r.entry(2, "f", { size: 900_001 })],
      "more than",
    ],
    ["too many entries", () => Array.from({ length: 1001 }, (_, i) => r.file(`f${i}`)), "more than 1000 entries"],
    ["too many entries by missing parents", () => [r.file(`${"a/".repeat(1001)}f`)], "more than 1000 entries"],
    ["a device's mode bits", () => [r.entry(2, "f", { mode: 0o60644 })], "mode 60644"],
    ["an unknown record (a device)", () => [r.entry(5, "dev")], "unknown type 5"],
    ["an owner that means none", () => [r.entry(2, "f", { uid: 0xffffffff })], "owner"],
    ["a second of 2^32-1 nanoseconds", () => [r.entry(2, "f", { nanoseconds: 0xffffffff })], "nanoseconds"],
    ["a record that is cut off", () => [r.record(2, Buffer.alloc(20))], "cut off"],
    [
      "a record with a tail",
      () => [r.record(1, Buffer.concat([r.dir("d").subarray(5), Buffer.from("x")]))],
      "after the end",
    ],
    ["a record above 128 KiB", () => [r.record(8, Buffer.alloc(131_073))], "131073 bytes"],
    [
      "attributes that run past the end",
      () => [r.record(2, Buffer.concat([r.file("f").subarray(5, -2), Buffer.from([9, 0])]))],
      "cut off",
    ],
  ];
  test.each(cases)("%s is refused and touches nothing outside", async (_, make, why) => {
    const before = outside();
    const records = make();
    fs.writeFileSync(path.join(base, "blob"), "");
    await expect(unpack([...records, r.file("after", "x"), r.summary()])).rejects.toMatchObject({
      code: "bad-archive",
      facts: { why: expect.stringContaining(why) },
    });
    fs.rmSync(path.join(base, "blob"));
    expect(outside()).toBe(before);
    expect(fs.existsSync(at("after"))).toBe(false);
    expect(fs.existsSync("/etc/craton-test")).toBe(false);
  });

  test("a whiteout or opaque mark in an ACI is refused", async () => {
    for (const records of [[r.whiteout("a")], [r.opaque(".")]])
      await expect(unpack([...records, r.summary()], { duplicates: "refuse" })).rejects.toMatchObject({
        code: "bad-archive",
      });
  });

  test("replacing a symlink writes to a new file, not through it", async () => {
    const before = outside();
    await unpack([r.symlink("s", path.join(canary, "bird")), r.file("s", "mine"), r.hardlink("h", "s"), r.summary()]);
    fs.rmSync(path.join(base, "blob"));
    expect(fs.readFileSync(at("s"), "utf8")).toBe("mine");
    expect(outside()).toBe(before);
  });

  test("metadata on a hard link to a symlink does not reach what it points to", async () => {
    const before = outside();
    await unpack([
      r.symlink("s", path.join(canary, "bird"), { uid: 99, mtime: 9n }),
      r.hardlink("h", "s"),
      r.summary(),
    ]);
    fs.rmSync(path.join(base, "blob"));
    expect(outside()).toBe(before);
  });
});

describe("the reader", () => {
  test("is nobody, alone, and can do nothing", async () => {
    const mark = `craton-reader-${path.basename(base)}`;
    const script = [
      "id -u; id -G; grep -E '^(Cap|NoNew|Groups)' /proc/self/status | tr '\\n\\t' '; '; echo",
      "echo pid $$ of $(ls /proc | grep -c '^[0-9]')",
      "cat /proc/self/oom_score_adj; ulimit -f; ulimit -c; ulimit -n",
      "cat /proc/net/dev | wc -l; env | sort | tr '\\n' ' '; echo",
      `echo x >/tmp/${mark}; echo x >/dev/shm/${mark}`,
      `cat ${canary}/bird; ls ${target}; kill -9 ${process.pid}; mount -t tmpfs t /tmp`,
    ].join("; ");
    const failed = unpack([], { reader: ["/bin/sh", "-c", `{ ${script}; } >&2`] });
    const { facts } = await failed.then(
      () => ({ facts: { why: "it did not fail" } }),
      (error) => error,
    );
    const said = String(facts.why);
    expect(said).toContain("the reader ended without a summary");
    expect(said).toContain("65534\n65534\n");
    expect(said).toMatch(/CapInh: 0+;CapPrm: 0+;CapEff: 0+;CapBnd: 0+;CapAmb: 0+;NoNewPrivs: 1;/);
    expect(said).toMatch(/pid 1 of [1-5]\n500\n0\n0\n64\n3\n/); // /proc/net/dev: two lines of heading and lo
    expect(said).toContain("LANG=C.UTF-8 PATH=/usr/bin:/bin PWD=/");
    expect(said).not.toContain("sings");
    expect(
      said.match(/ead-only file system|ermission denied|not permitted|cannot create|No such process|must be superuser/g)
        ?.length,
    ).toBeGreaterThanOrEqual(5);
    const made = ["/tmp", "/dev/shm"].map((folder) => path.join(folder, mark)).filter((name) => fs.existsSync(name));
    for (const name of made) fs.rmSync(name);
    expect(made).toEqual([]);
  });

  test("gives the blob as stdin, and its own FAIL record comes through", async () => {
    const blob = [r.record(r.kind.fail, Buffer.from('{"entry":"x","why":"y"}'))];
    const failed = await unpack(blob).catch((error) => error);
    expect(failed).toBeInstanceOf(ReaderFailure);
    expect(`${failed.payload}`).toBe('{"entry":"x","why":"y"}');
  });

  test.each([
    ["nothing", []],
    ["half a head", [Buffer.from([2, 0])]],
    ["no summary", [r.dir("d")]],
    ["half a file", [r.entry(2, "f", { size: 9 }), r.data("123")]],
    ["half a record", [r.file("f", "123").subarray(0, -1)]],
  ])("that ends after %s is a failure of the host", async (_, records) => {
    await expect(unpack(records)).rejects.toMatchObject({ code: "host-failed", facts: { errno: "EPIPE" } });
  });

  test("that is missing is named", async () => {
    await expect(unpack([], { reader: ["/no/such/reader"] })).rejects.toThrow("exec /no/such/reader: No such file");
  });

  test("that hangs or floods is killed when the caller gives up, and so is the writer", async () => {
    const abort = new AbortController();
    const note = path.join(base, "pids");
    const gaveUp = unpack([r.file("early", "x"), r.progress(1n)], {
      reader: ["/bin/sh", "-c", "cat; exec sleep 600"],
      signal: abort.signal,
      onProgress: () => {
        const couriers = fs.readdirSync("/proc").filter((pid) => statOf(Number(pid))?.parent === k.pid);
        const all = fs.readdirSync("/proc").filter((pid) => couriers.includes(String(statOf(Number(pid))?.parent)));
        fs.writeFileSync(note, all.join("\n"));
        abort.abort(new Error("enough"));
      },
    });
    await expect(gaveUp).rejects.toThrow("enough");
    const pids = fs.readFileSync(note, "utf8").split("\n").map(Number);
    expect(pids.length).toBeGreaterThanOrEqual(2);
    await soon("both are gone", () => pids.every((pid) => statOf(pid) === null));
  });
});

test("a full disk is no-space, and a blob or target that is none is named", async () => {
  const small = path.join(base, "small");
  fs.mkdirSync(small);
  await k.keeper.mounts([{ op: "mount", source: "small", target: small, fstype: "tmpfs", data: "size=64k" }]);
  try {
    await expect(unpack([r.file("big", Buffer.alloc(100_000)), r.summary()], { target: small })).rejects.toMatchObject({
      code: "no-space",
    });
  } finally {
    await k.keeper.mounts([{ op: "umount", target: small }]);
  }
  await expect(unpack([r.summary()], { target: at("none") })).rejects.toMatchObject({ facts: { errno: "ENOENT" } });
  await expect(unpack([r.summary()], { blob: "/dev/zero" })).rejects.toThrow("no regular file");
  fs.symlinkSync(canary, path.join(base, "link"));
  await expect(unpack([r.file("x", "x"), r.summary()], { target: path.join(base, "link") })).rejects.toMatchObject({
    code: "host-failed",
  });
  expect(fs.readdirSync(canary)).toEqual(["bird"]);
});

test("hostile record streams never leave the target nor hang", async () => {
  const name = fc.constantFrom(
    "a",
    "b",
    "a/b",
    "a/b/c",
    "..",
    ".",
    "../canary/bird",
    "/etc/craton-test",
    "s/bird",
    "s",
    "a/../..",
  );
  const link = fc.constantFrom("a", "b", "..", "../canary", "../canary/bird", "/", "/etc", "s", "a/b");
  const good = fc.oneof(
    name.map((n) => r.dir(n)),
    fc.tuple(name, fc.uint8Array({ maxLength: 40 })).map(([n, b]) => r.file(n, Buffer.from(b))),
    fc.tuple(name, link).map(([n, l]) => r.symlink(n, l)),
    fc.tuple(name, link).map(([n, l]) => r.hardlink(n, l)),
    name.map((n) => r.entry(r.kind.fifo, n)),
    name.map((n) => r.whiteout(n)),
    name.map((n) => r.opaque(n)),
    fc.constant(r.summary()),
  );
  const stream = fc
    .tuple(
      fc.array(good, { maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 4 }),
      fc.nat(2000),
    )
    .map(([records, flips, cut]) => {
      const bytes = Buffer.concat([...records, r.summary()]);
      for (const [where, value] of flips) if (flips.length > 1) bytes[where % bytes.length] = value;
      return cut < 200 ? bytes.subarray(0, cut) : bytes;
    });
  const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const before = outside();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 6, arbitrary: stream }, { weight: 1, arbitrary: noise }),
      fc.boolean(),
      async (bytes, aci) => {
        const failed = await unpack([bytes], { duplicates: aci ? "refuse" : "replace" }).then(
          () => null,
          (error) => error,
        );
        fs.rmSync(path.join(base, "blob"));
        expect(outside()).toBe(before);
        expect(fs.existsSync("/etc/craton-test")).toBe(false);
        // the writer was never killed by its own filter, nor by a fault
        if (failed) expect(failed.message).not.toMatch(/the writer ended/);
        fs.rmSync(target, { recursive: true });
        fs.mkdirSync(target);
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);
