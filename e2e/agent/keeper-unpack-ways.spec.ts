/** UNPACK: what the writer refuses. The tests play a reader that a hostile archive has taken over. */
import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as r from "../support/unpack-records.ts";
import { UnpackWorld } from "../support/unpack-world.ts";

let world: UnpackWorld;
beforeAll(async () => {
  world = await UnpackWorld.open();
});
afterAll(() => world?.stop());
beforeEach(() => world.fresh());

describe("ways out", () => {
  const up = "../".repeat(12);
  const long = "x".repeat(256);
  const absolute = () => path.join(world.canary, "bird");
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
    ["a symlinked parent, absolute", () => [r.symlink("s", world.canary), r.file("s/bird", "dead")], "no folder"],
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
    ["a folder beneath a symlink", () => [r.symlink("s", world.canary), r.dir("s/new")], "no folder"],
    ["a whiteout beneath a symlink", () => [r.symlink("s", world.canary), r.whiteout("s/bird")], "no folder"],
    ["a whiteout that climbs", () => [r.whiteout(relative)], "component . or .."],
    ["a whiteout of the root", () => [r.whiteout(".")], "component . or .."],
    ["an opaque folder beneath a symlink", () => [r.symlink("s", world.base), r.opaque("s/canary")], "no folder"],
    ["an opaque folder that climbs", () => [r.opaque("../canary")], "component . or .."],
    ["a hard link out, relative", () => [r.hardlink("h", relative)], "component . or .."],
    ["a hard link out, absolute", () => [r.hardlink("h", absolute())], "absolute"],
    ["a hard link through a symlink", () => [r.symlink("s", world.canary), r.hardlink("h", "s/bird")], "no folder"],
    ["a hard link to nothing", () => [r.hardlink("h", "none")], "not there"],
    ["a hard link to a folder", () => [r.dir("d"), r.hardlink("h", "d")], "no file"],
    ["a hard link to a whiteout", () => [r.whiteout("w"), r.hardlink("h", "w")], "no file"],
    ["a hard link with an empty target", () => [r.hardlink("h", "")], "empty path"],
    ["a file in place of a folder", () => [r.dir("d"), r.file("d", "x")], "folder stands there"],
    [
      "a symlink in place of a folder",
      () => [r.dir("d"), r.symlink("d", world.canary), r.file("d/bird", "dead")],
      "folder stands there",
    ],
    ["a symlink in place of the root", () => [r.symlink(".", world.canary)], "component . or .."],
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
    ["an unknown record (a device)", () => [r.entry(6, "dev")], "unknown type 6"],
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
    const before = world.outside();
    const records = make();
    fs.writeFileSync(path.join(world.base, "blob"), "");
    await expect(world.unpack([...records, r.file("after", "x"), r.summary()])).rejects.toMatchObject({
      code: "bad-archive",
      facts: { why: expect.stringContaining(why) },
    });
    fs.rmSync(path.join(world.base, "blob"));
    expect(world.outside()).toBe(before);
    expect(fs.existsSync(world.at("after"))).toBe(false);
    expect(fs.existsSync("/etc/craton-test")).toBe(false);
  });

  test("a whiteout or opaque mark in an ACI is refused", async () => {
    for (const records of [[r.whiteout("a")], [r.opaque(".")]])
      await expect(world.unpack([...records, r.summary()], { duplicates: "refuse" })).rejects.toMatchObject({
        code: "bad-archive",
      });
  });

  test("replacing a symlink writes to a new file, not through it", async () => {
    const before = world.outside();
    await world.unpack([
      r.symlink("s", path.join(world.canary, "bird")),
      r.file("s", "mine"),
      r.hardlink("h", "s"),
      r.summary(),
    ]);
    fs.rmSync(path.join(world.base, "blob"));
    expect(fs.readFileSync(world.at("s"), "utf8")).toBe("mine");
    expect(world.outside()).toBe(before);
  });

  test("metadata on a hard link to a symlink does not reach what it points to", async () => {
    const before = world.outside();
    await world.unpack([
      r.symlink("s", path.join(world.canary, "bird"), { uid: 99, mtime: 9n }),
      r.hardlink("h", "s"),
      r.summary(),
    ]);
    fs.rmSync(path.join(world.base, "blob"));
    expect(world.outside()).toBe(before);
  });
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
  const before = world.outside();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 6, arbitrary: stream }, { weight: 1, arbitrary: noise }),
      fc.boolean(),
      async (bytes, aci) => {
        const failed = await world.unpack([bytes], { duplicates: aci ? "refuse" : "replace" }).then(
          () => null,
          (error) => error,
        );
        fs.rmSync(path.join(world.base, "blob"));
        expect(world.outside()).toBe(before);
        expect(fs.existsSync("/etc/craton-test")).toBe(false);
        // the writer was never killed by its own filter, nor by a fault
        if (failed) expect(failed.message).not.toMatch(/the writer ended/);
        fs.rmSync(world.target, { recursive: true });
        fs.mkdirSync(world.target);
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);
