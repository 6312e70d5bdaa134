import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineCutter, LineReader, readHead, utcTime } from "./log-line.ts";

const time = "2026-11-24T08:10:55.015861390+00:00";
const line = (stream: string, tag: string, text: string | Buffer) =>
  Buffer.concat([Buffer.from(`${time} ${stream} ${tag} `), Buffer.from(text)]);

describe("LineReader", () => {
  it("reads whole lines, parts and empty ones", () => {
    const reader = new LineReader();
    expect(reader.read(line("stdout", "F", "out  1 "))).toEqual({
      time: "2026-11-24T08:10:55.015861390Z",
      stream: "stdout",
      partial: false,
      text: "out  1 ",
    });
    expect(reader.read(line("stderr", "P", "abc"))).toMatchObject({ stream: "stderr", partial: true, text: "abc" });
    expect(reader.read(line("stderr", "F", ""))).toMatchObject({ partial: false, text: "" });
  });

  it("keeps a character whole that two parts share, each stream for itself", () => {
    const reader = new LineReader();
    const euro = Buffer.from("€");
    expect(reader.read(line("stdout", "P", Buffer.concat([Buffer.from("a"), euro.subarray(0, 1)]))).text).toBe("a");
    expect(reader.read(line("stderr", "F", "x")).text).toBe("x");
    expect(reader.read(line("stdout", "F", euro.subarray(1))).text).toBe("€");
  });

  it("shows bytes that are no UTF-8 as U+FFFD, and goes on", () => {
    const reader = new LineReader();
    expect(reader.read(line("stdout", "F", Buffer.from([0xff, 0x61, 0xe2, 0x82]))).text).toBe("\ufffda\ufffd");
    expect(reader.read(line("stdout", "F", "b")).text).toBe("b");
  });

  it("takes what is no CRI line as text, at the last time", () => {
    const reader = new LineReader();
    reader.read(line("stdout", "F", "x"));
    for (const odd of ["", "hello", `${time} stdout X no`, `${time} stdin F no`, `${time} stdout`, "a b c d"])
      expect(reader.read(Buffer.from(odd))).toEqual({
        time: "2026-11-24T08:10:55.015861390Z",
        stream: "stdout",
        partial: false,
        text: odd,
      });
  });

  it("never throws, and never loses the text of a line, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = new LineReader().read(line("stdout", "F", Buffer.from(bytes)));
        expect(read.text).toBe(Buffer.from(bytes).toString("utf8"));
        new LineReader().read(Buffer.from(bytes));
      }),
    );
  });
});

describe("readHead and utcTime", () => {
  it("does not look beyond the end of the line", () => {
    const data = Buffer.from(`${time} stdout\n${time} stdout F x\n`);
    expect(readHead(data, 0, data.indexOf(10))).toBeNull();
    expect(readHead(data, data.indexOf(10) + 1, data.length)).toMatchObject({ stream: "stdout", partial: false });
  });
  it("brings times to UTC with all their digits", () => {
    expect(utcTime("2026-11-24T10:10:55.015861390+02:00")).toBe("2026-11-24T08:10:55.015861390Z");
    expect(utcTime("2026-11-24T10:10:55Z")).toBe("2026-11-24T10:10:55Z");
    expect(utcTime("yesterday, at about half past")).toBe("yesterday, at about half past");
  });
});

describe("LineCutter", () => {
  const cutAll = (text: string, sizes: number[], longest?: number) => {
    const cutter = new LineCutter(longest);
    const data = Buffer.from(text);
    const lines: string[] = [];
    let at = 0;
    for (const size of [...sizes, data.length]) {
      for (const cut of cutter.cut(data.subarray(at, at + size))) lines.push(cut.toString());
      at += size;
    }
    for (const rest of cutter.flush()) lines.push(rest.toString());
    return lines;
  };
  it("cuts the same lines however the chunks fall", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zé€ ]{0,12}$/)),
        fc.array(fc.nat(9), { maxLength: 30 }),
        (lines, sizes) => {
          expect(cutAll(lines.map((l) => `${l}\n`).join(""), sizes)).toEqual(lines);
        },
      ),
    );
  });
  it("hands out a line that has no end in pieces, so that memory is bounded", () => {
    expect(cutAll("x".repeat(25), [10, 10], 8)).toEqual(["x".repeat(10), "x".repeat(10), "xxxxx"]);
  });
});
