import fc from "fast-check";
import { expect, it } from "vitest";
import { type WalkRecord, WalkRecords } from "./walk-records.ts";

function record(type: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(type);
  head.writeUInt32LE(payload.length, 1);
  return Buffer.concat([head, payload]);
}

function entry(type: number, path: string, size: number): Buffer {
  const numbers = Buffer.alloc(36);
  numbers.writeUInt32LE(0o100640, 0);
  numbers.writeBigInt64LE(-5n, 16);
  numbers.writeBigUInt64LE(BigInt(size), 28);
  const text = Buffer.alloc(2);
  text.writeUInt16LE(path.length);
  return record(type, Buffer.concat([numbers, text, Buffer.from(path, "latin1"), Buffer.alloc(4)]));
}

const file = fc.record({
  path: fc.string({ minLength: 1, maxLength: 20, unit: "binary-ascii" }),
  body: fc.uint8Array(),
});
const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });

it("finds the same records however the stream is cut", () => {
  fc.assert(
    fc.property(fc.array(file), cuts, (files, sizes) => {
      const stream = Buffer.concat(
        files.flatMap(({ path, body }) => [entry(2, path, body.length), record(8, Buffer.from(body))]),
      );
      const records = new WalkRecords();
      const found: WalkRecord[] = [];
      for (let at = 0, i = 0; at < stream.length; i++) {
        const end = at + (sizes[i % sizes.length] as number);
        found.push(...records.push(stream.subarray(at, end)));
        at = end;
      }
      const seen: { path: string; body: number[] }[] = [];
      for (const one of found)
        if ("entry" in one) seen.push({ path: one.entry.path, body: [] });
        else seen.at(-1)?.body.push(...one.data);
      expect(seen).toEqual(files.map(({ path, body }) => ({ path, body: [...body] })));
    }),
  );
  expect(new WalkRecords().push(entry(2, "a", 7))).toMatchObject([
    { entry: { kind: "file", path: "a", mode: 0o640, format: 0o100000, mtimeSec: -5, size: 7 } },
  ]);
});

it("refuses a type that there is not", () => {
  expect(() => new WalkRecords().push(record(99, Buffer.alloc(40)))).toThrow("a record of type 99");
});
