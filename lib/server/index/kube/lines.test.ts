import fc from "fast-check";
import { expect, test } from "vitest";
import { LineSplitter } from "./lines.ts";

/** Cuts bytes at the given places, as a network does. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, at) => bytes.subarray(places[at], end));
}
function split(parts: readonly Uint8Array[]): { lines: string[]; unfinished: number } {
  const splitter = new LineSplitter();
  const lines: string[] = [];
  for (const part of parts) splitter.push(part, (line) => lines.push(line));
  return { lines, unfinished: splitter.unfinished };
}

test("lines are the same however the bytes are cut, and what is unfinished never comes out", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 40 }).map((line) => line.replaceAll("\n", " "));
  fc.assert(
    fc.property(fc.array(text), text, fc.array(fc.nat(2_000)), (lines, rest, cuts) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join("") + rest);
      const found = split(pieces(bytes, cuts));
      expect(found.lines).toEqual(lines.filter((line) => line !== ""));
      expect(found.unfinished).toBe(Buffer.byteLength(rest));
    }),
  );
});

test("a line in a million pieces is joined once", () => {
  const splitter = new LineSplitter();
  const one = Buffer.from("x");
  for (let at = 0; at < 1_000_000; at++) splitter.push(one, () => expect.unreachable());
  const lines: string[] = [];
  splitter.push(Buffer.from("\n"), (line) => lines.push(line));
  expect(lines.map(({ length }) => length)).toEqual([1_000_000]);
});

test("a line without an end is refused before it fills the memory", () => {
  const splitter = new LineSplitter();
  const piece = Buffer.alloc(1024 * 1024, "x");
  expect(() => {
    for (let at = 0; at < 100; at++) splitter.push(piece, () => {});
  }).toThrow(/longer than/);
});
