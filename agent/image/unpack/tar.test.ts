import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArchiveError } from "./archive-error.ts";
import { listed, pax, type RawEntry, rawEntry, readTar, tarOf, tarTail } from "./tar.fixture.ts";

const refuse = async (archive: Buffer, why: RegExp) => {
  await expect(readTar(archive)).rejects.toThrow(why);
  await expect(readTar(archive)).rejects.toBeInstanceOf(ArchiveError);
};

describe("headers", () => {
  it("reads ustar, GNU and v7", async () => {
    const archive = tarOf(
      { name: "a", body: "1", mode: 0o4755, uid: 1000, gid: 100, mtime: 1234567890 },
      { name: "b", body: "2", magic: "gnu" },
      { name: "c", body: "3", magic: "v7", type: "\0" },
    );
    const { entries, files } = await readTar(archive);
    expect(files).toEqual({ a: "1", b: "2", c: "3" });
    expect(entries[0]).toMatchObject({ mode: 0o4755, uid: 1000, gid: 100, mtimeSec: 1234567890, size: 1 });
  });

  it("joins ustar's prefix, and leaves GNU's own fields there alone", async () => {
    const archive = tarOf({ name: "b", prefix: "a", body: "1" }, { name: "c", prefix: "14637", magic: "gnu" });
    expect(Object.keys((await readTar(archive)).files)).toEqual(["a/b", "c"]);
  });

  it("takes a v7 folder by its slash, and every type that can be made", async () => {
    const archive = tarOf(
      { name: "d/", magic: "v7", type: "\0" },
      { name: "d/f", body: "x" },
      { name: "d/s", type: "2", link: "../../etc/passwd" },
      { name: "d/h", type: "1", link: "./d/f" },
      { name: "d/p", type: "6" },
      { name: "d/c", type: "7", body: "y" },
    );
    expect(listed((await readTar(archive)).entries)).toEqual([
      "dir d",
      "file d/f",
      "symlink d/s -> ../../etc/passwd",
      "hardlink d/h -> d/f",
      "fifo d/p",
      "file d/c",
    ]);
  });

  it("reads numbers in base 256, also a time before 1970", async () => {
    const wide = (at: number, length: number, value: bigint) => (header: Buffer) => {
      const bytes = BigInt.asUintN(length * 8, value)
        .toString(16)
        .padStart(length * 2, "0");
      Buffer.from(bytes, "hex").copy(header, at);
      header[at] = (header[at] as number) | 0x80;
    };
    const archive = tarOf(
      { name: "a", patch: wide(108, 8, 3_000_000_000n) },
      { name: "b", patch: wide(136, 12, -86400n) },
      { name: "c", body: "abc", patch: wide(124, 12, 3n) },
    );
    const { entries, files } = await readTar(archive);
    expect(entries.map(({ uid, mtimeSec }) => [uid, mtimeSec])).toEqual([
      [3_000_000_000, 0],
      [0, -86400],
      [0, 0],
    ]);
    expect(files.c).toBe("abc");
    await refuse(tarOf({ name: "a", patch: wide(124, 12, -1n) }), /size is negative/);
    await refuse(tarOf({ name: "a", patch: wide(124, 12, 2n ** 80n) }), /size is no number/);
    await refuse(tarOf({ name: "a", patch: wide(108, 8, 2n ** 32n - 1n) }), /user number 4294967295/);
    await refuse(tarOf({ name: "a", patch: wide(116, 8, 2n ** 32n) }), /group number 4294967296/);
  });

  it("accepts the signed checksums of old writers and no wrong ones", async () => {
    const entry = { name: Buffer.from("ä", "latin1") };
    const block = rawEntry(entry);
    const sum = Number.parseInt(block.toString("latin1", 148, 154), 8);
    expect(Object.keys((await readTar(tarOf({ ...entry, checksum: sum - 256 }))).files)).toEqual(["ä"]);
    await refuse(tarOf({ name: "fine" }, { ...entry, checksum: sum + 1 }), /after fine: its header's checksum/);
    await refuse(tarOf({ name: "a", patch: (h) => h.write("12x45", 124, "latin1") }), /size is no number/);
  });

  it.each([
    ["S", /sparse/],
    ["D", /incremental/],
    ["M", /several volumes/],
    ["V", /labels/],
    ["A", /type "A" is not supported/],
  ])("refuses type %s with the reason", async (type, why) => {
    await refuse(tarOf({ name: "a", type }), why);
  });

  it.each(["1", "2", "5", "6"])(
    "refuses content in an entry of type %s, which readers skip differently",
    async (type) => {
      await refuse(tarOf({ name: "a", type, link: "b", body: "hidden" }), /with content/);
    },
  );
});

describe("extended headers", () => {
  it("takes names, sizes, owners and times from PAX", async () => {
    const long = `${"d".repeat(90)}/${"f".repeat(200)}`;
    const archive = tarOf(
      pax({ path: long, uid: "4294967294", mtime: "-1.25", size: "5", comment: "x", atime: "1.5" }),
      rawEntry({ name: "short", body: "12345", size: 0 }),
      pax({ linkpath: "t".repeat(300) }),
      { name: "s", type: "2", link: "short" },
    );
    const { entries, files } = await readTar(archive);
    expect(entries[1]).toMatchObject({ path: long, uid: 4294967294, mtimeSec: -2, mtimeNsec: 750_000_000 });
    expect(files[long]).toBe("12345");
    expect(entries[2]).toMatchObject({ path: "s", link: "t".repeat(300) });
  });

  it("takes long names and links from GNU", async () => {
    const name = "n".repeat(180);
    const archive = tarOf(
      { name: "././@LongLink", type: "L", magic: "gnu", body: `${name}\0` },
      { name: "././@LongLink", type: "K", magic: "gnu", body: `${"l".repeat(150)}\0` },
      { name: "cut", type: "2", link: "cut", magic: "gnu" },
    );
    expect(listed((await readTar(archive)).entries)).toEqual([`symlink ${name} -> ${"l".repeat(150)}`]);
  });

  it("lets an entry take a global value back, and refuses globals that could only mean one entry", async () => {
    const archive = tarOf(
      pax({ uid: "7", mtime: "9" }, "g"),
      { name: "a", uid: 1 },
      pax({ uid: "" }),
      { name: "b", uid: 2 },
      { name: "c", uid: 3 },
    );
    const { entries } = await readTar(archive);
    expect(entries.map(({ uid, mtimeSec }) => [uid, mtimeSec])).toEqual([
      [7, 9],
      [2, 9],
      [7, 9],
    ]);
    for (const key of ["path", "linkpath", "size"])
      await refuse(tarOf(pax({ [key]: "5" }, "g"), { name: "a" }), new RegExp(`global extended header sets ${key}`));
  });

  it("refuses sparse files by name, two headers of a kind, and broken records", async () => {
    await refuse(tarOf(pax({ "GNU.sparse.major": "1" }), { name: "a" }), /sparse/);
    await refuse(tarOf(pax({ uid: "1" }), pax({ uid: "2" }), { name: "a" }), /two extended headers/);
    for (const body of ["x", "5 a=b", "99 a=b\n", "7 a=b\n", "4 a=b\n", "05 a=\n", "5 =b\n\n", "-5 a=\n", "5 a=\n7 b"])
      await refuse(tarOf({ name: "p", type: "x", body }, { name: "a" }), /extended header/);
    await refuse(tarOf(pax({ size: "-1" }), { name: "a" }), /size is no number/);
    await refuse(tarOf(pax({ size: "99999999999999999" }), { name: "a" }), /size is no number/);
    await refuse(tarOf(pax({ mtime: "now" }), { name: "a" }), /mtime is no time/);
    await refuse(tarOf({ name: "p", type: "x", size: 2 ** 21, body: "" }), /larger than/);
  });

  it("keeps attributes of the image, drops those of other machines, refuses those that steer the overlay", async () => {
    const archive = tarOf(
      pax({
        "SCHILY.xattr.user.note": Buffer.from([0, 255, 10]),
        "SCHILY.xattr.security.capability": "cap",
        "SCHILY.xattr.security.selinux": "label",
        "SCHILY.xattr.trusted.md5": "x",
      }),
      { name: "a" },
    );
    const [entry] = (await readTar(archive)).entries;
    expect(entry?.xattrs).toEqual([
      { name: "user.note", value: Buffer.from([0, 255, 10]) },
      { name: "security.capability", value: Buffer.from("cap") },
    ]);
    for (const name of ["trusted.overlay.redirect", "user.overlay.opaque"])
      await refuse(tarOf(pax({ [`SCHILY.xattr.${name}`]: "y" }), { name: "a" }), /steer the overlay/);
    await refuse(tarOf(pax({ "SCHILY.xattr.user.big": Buffer.alloc(65537) }), { name: "a" }), /larger than 65536/);
  });
});

describe("the whole", () => {
  const sample = tarOf(
    pax({ path: "p".repeat(120), "SCHILY.xattr.user.a": "b" }),
    { name: "x", body: "hello ".repeat(200) },
    { name: "././@LongLink", type: "L", magic: "gnu", body: `${"g".repeat(101)}\0` },
    { name: "g", body: "short", magic: "gnu" },
    { name: "dir/", type: "5" },
    { name: "y" },
    { name: "dir/link", type: "1", link: "y" },
  );

  it("is the same however it is cut into chunks", async () => {
    const whole = await readTar(sample);
    const cuts = fc.array(fc.integer({ min: 0, max: sample.length }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(cuts, async (at) => {
        const edges = [0, ...at.sort((a, b) => a - b), sample.length];
        const pieces = edges.slice(1).map((end, i) => sample.subarray(edges[i], end));
        const read = await readTar(pieces);
        expect(read.entries).toEqual(whole.entries);
        expect(read.files).toEqual(whole.files);
        expect(read.summary).toEqual(whole.summary);
      }),
      { numRuns: 50 },
    );
  });

  it("is refused when it ends inside an entry, wherever that is", async () => {
    const content = sample.length - tarTail.length;
    for (let end = 513; end < content; end += 37) {
      const atEntry = await readTar(sample.subarray(0, end)).then(
        () => end % 512 === 0,
        (error) => error instanceof ArchiveError && /truncated/.test(error.message),
      );
      expect(atEntry, `cut at ${end}`).toBe(true);
    }
    await refuse(sample.subarray(0, 512), /truncated/);
  });

  it("hashes to the real end, and refuses anything but zeros after the end marker", async () => {
    const { createHash } = await import("node:crypto");
    const padded = Buffer.concat([sample, Buffer.alloc(10240)]);
    const { summary } = await readTar(padded);
    expect(summary.tarDigest).toBe(`sha256:${createHash("sha256").update(padded).digest("hex")}`);
    expect(summary.tarBytes).toBe(padded.length);
    await refuse(Buffer.concat([sample, rawEntry({ name: "hidden" })]), /end marker/);
  });

  it("throws nothing but ArchiveError on damaged input, and ends", async () => {
    const damage = fc.array(
      fc.tuple(fc.integer({ min: 0, max: sample.length - 1 }), fc.integer({ min: 0, max: 255 })),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(damage, fc.boolean(), async (changes, mend) => {
        const copy = Buffer.from(sample);
        for (const [at, byte] of changes) copy[at] = byte;
        if (mend) mendChecksums(copy);
        await readTar(copy).catch((error) => expect(error).toBeInstanceOf(ArchiveError));
      }),
      { numRuns: 300 },
    );
  });

  it("survives any fields in a header with a right checksum", async () => {
    const raw: fc.Arbitrary<RawEntry> = fc.record({
      name: fc.oneof(
        fc.uint8Array({ maxLength: 100 }).map(Buffer.from),
        fc.constantFrom("a", "a/b", "../a", "/a", ".wh.a"),
      ),
      type: fc.constantFrom(..."\x00123456789LKxgSDMV".split("")),
      link: fc.uint8Array({ maxLength: 100 }).map(Buffer.from),
      size: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 8 ** 11 - 1 })),
      body: fc.uint8Array({ maxLength: 600 }).map(Buffer.from),
      magic: fc.constantFrom("ustar" as const, "gnu" as const, "v7" as const),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(raw, { maxLength: 6 }),
        fc.constantFrom("aci" as const, "layer" as const),
        async (all, format) => {
          await readTar(tarOf(...all), format).catch((error) => expect(error).toBeInstanceOf(ArchiveError));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("holds the limits", async () => {
    const many = tarOf(...Array.from({ length: 20 }, (_, i) => ({ name: `f${i}` })));
    await expect(readTar(many, "layer", { maxEntries: 19 })).rejects.toThrow(/more than 19 entries/);
    await expect(readTar(many, "layer", { maxBytes: many.length - 1 })).rejects.toMatchObject({
      fault: { code: "too-large", limit: many.length - 1 },
    });
    const deep = tarOf({ name: `${"a/".repeat(40)}f` });
    await expect(readTar(deep, "layer", { maxEntries: 30 })).rejects.toThrow(/makes more than 30/);
    await refuse(tarOf(pax({ path: "a/".repeat(257) }), { name: "a" }), /more than 256 parts/);
    await refuse(tarOf(pax({ path: `${"x".repeat(256)}` }), { name: "a" }), /longer than 255/);
    await refuse(tarOf(pax({ path: `${"x/".repeat(2100)}` }), { name: "a" }), /longer than 4095/);
  });
});

/** Makes every 512-byte block that looks like a header have the checksum it needs. */
function mendChecksums(archive: Buffer): void {
  for (let at = 0; at + 512 <= archive.length; at += 512) {
    if (archive.toString("latin1", at + 257, at + 262) !== "ustar") continue;
    const block = archive.subarray(at, at + 512);
    block.fill(" ", 148, 156);
    let sum = 0;
    for (const byte of block) sum += byte;
    block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  }
}
