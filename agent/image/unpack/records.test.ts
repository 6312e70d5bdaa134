import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeRecords } from "./record-decoder.ts";
import { encodeEntry, encodePath, encodeProgress, encodeSummary, maxPayload, type TreeEntry } from "./records.ts";

const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((b) => Buffer.from(b).toString("latin1"));
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const entry: fc.Arbitrary<TreeEntry> = fc.record({
  type: fc.constantFrom("dir", "file", "symlink", "hardlink", "fifo"),
  path: bytes(4095),
  link: bytes(4095),
  mode: fc.integer({ min: 0, max: 0o7777 }),
  uid: u32,
  gid: u32,
  mtimeSec: fc.maxSafeInteger(),
  mtimeNsec: fc.integer({ min: 0, max: 999_999_999 }),
  size: fc.maxSafeNat(),
  xattrs: fc.array(fc.record({ name: bytes(255), value: fc.uint8Array({ maxLength: 2000 }).map(Buffer.from) }), {
    maxLength: 5,
  }),
});

it("gives every entry back as it was", () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
      const back = decodeRecords(Buffer.concat(entries.map(encodeEntry)));
      expect(back).toEqual(entries.map((one) => ({ kind: "entry", entry: one })));
    }),
  );
});

it("lays a record out as the keeper's writer reads it", () => {
  const one: TreeEntry = {
    type: "symlink",
    path: "a/b",
    link: "c",
    mode: 0o777,
    uid: 1,
    gid: 2,
    mtimeSec: -1,
    mtimeNsec: 3,
    size: 0,
    xattrs: [{ name: "user.x", value: Buffer.from("v") }],
  };
  expect(encodeEntry(one).toString("hex")).toBe(
    `03${"37000000"}${"ff010000"}${"01000000"}${"02000000"}${"ffffffffffffffff"}${"03000000"}${"0000000000000000"}` +
      `${"0300"}612f62${"0100"}63${"0100"}${"0600"}757365722e78${"01000000"}76`,
  );
  expect(encodePath("whiteout", "w").toString("hex")).toBe("0a03000000010077");
  expect(encodeProgress(258).toString("hex")).toBe("14080000000201000000000000");
});

it("cuts a long summary into parts, and refuses what would not fit into all of them", () => {
  const summary = {
    tarDigest: "sha512:a",
    tarBytes: 1,
    treeBytes: 2,
    entries: 3,
    manifest: '"'.repeat(2 ** 20),
    implied: 0,
    marks: null,
  };
  const records = encodeSummary(summary);
  expect(records.length).toBeGreaterThan(16 * maxPayload);
  expect(decodeRecords(records)).toEqual([{ kind: "summary", value: summary }]);
  expect(() => encodeSummary({ ...summary, manifest: "\u0001".repeat(2 ** 20) })).toThrow(/too large/);
});
