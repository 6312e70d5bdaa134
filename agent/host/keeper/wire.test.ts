import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as wire from "./wire.ts";

const header = fs.readFileSync(path.join(import.meta.dirname, "../native/keeper.h"), "utf8");

/** Numbers of the enums and macros in keeper.h by name: `A = 1`, then counting on. */
function constants(): Map<string, number> {
  const found = new Map<string, number>();
  const plain = header.replace(/\/\*[\s\S]*?\*\//g, "");
  for (const [, body] of plain.matchAll(/enum\s*\{([^}]*)\}/g)) {
    let next = 0;
    for (const item of (body ?? "").split(",")) {
      const [, name, value] = /^\s*(\w+)\s*(?:=\s*(.+?))?\s*$/.exec(item) ?? [];
      if (!name) continue;
      next = value === undefined ? next : value.includes("<<") ? 2 ** Number(value.split("<<")[1]) : Number(value);
      found.set(name, next++);
    }
  }
  return found;
}

test("the numbers are those of keeper.h", () => {
  const theirs = constants();
  const ours: [string, Record<string, number>][] = [
    ["OP_", wire.op],
    ["F_", wire.field],
    ["T_", wire.frame],
    ["C_", wire.command],
    ["ST_", wire.step],
    ["", wire.flag],
  ];
  for (const [prefix, table] of ours)
    for (const [name, value] of Object.entries(table)) expect([name, theirs.get(prefix + name)]).toEqual([name, value]);
  for (const [prefix, table] of ours.slice(0, 5))
    for (const name of theirs.keys())
      if (name.startsWith(prefix)) expect(Object.keys(table)).toContain(name.slice(prefix.length));
  expect(header).toContain(`#define PROTOCOL ${wire.protocol}\n`);
});

const frames = fc.array(fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 300 })), { maxLength: 20 });

test("frames come out as they went in, however the stream is cut", () => {
  fc.assert(
    fc.property(frames, fc.array(fc.nat(50), { maxLength: 60 }), (list, cuts) => {
      const bytes = Buffer.concat(list.map(([type, payload]) => wire.encodeFrame(type, Buffer.from(payload))));
      const cutter = new wire.FrameCutter();
      const got: wire.Frame[] = [];
      let at = 0;
      for (const cut of cuts) {
        got.push(...cutter.push(bytes.subarray(at, at + cut)));
        at += cut;
      }
      got.push(...cutter.push(bytes.subarray(at)));
      expect(got.map((f) => [f.type, [...f.payload]])).toEqual(list.map(([type, payload]) => [type, [...payload]]));
    }),
  );
});

test("fields are read back, and broken ones throw", () => {
  const request = wire.encodeRequest(wire.op.READ, [
    [wire.field.PATH, "a/ü"],
    [wire.field.MAX, wire.u64(7)],
  ]);
  expect(request.readUInt32LE(0)).toBe(request.length - 4);
  const fields = wire.decodeFields(request.subarray(4));
  expect(fields.get(wire.field.OP)).toEqual(Buffer.from([wire.op.READ]));
  expect(`${fields.get(wire.field.PATH)}`).toBe("a/ü");
  expect(fields.get(wire.field.MAX)?.readBigUInt64LE()).toBe(7n);
  expect(() => wire.decodeFields(request.subarray(4, -1))).toThrow("past the end");
  expect(() => wire.decodeFields(Buffer.from([1, 2]))).toThrow("cut off");
});

test("a request above the limit and an absurd frame throw", () => {
  expect(() => wire.encodeRequest(wire.op.EXEC, [[wire.field.ARG, Buffer.alloc(1 << 20)]])).toThrow("the limit is");
  expect(() => new wire.FrameCutter().push(Buffer.from([1, 255, 255, 255, 255]))).toThrow("4294967295");
});
