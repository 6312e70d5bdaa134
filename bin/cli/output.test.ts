import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { appText, printJson, table } from "./output.ts";

/** Where each column begins when tabs stop at every eighth place. */
function columns(line: string): number[] {
  const begins = [0];
  let at = 0;
  for (const c of line) {
    at = c === "\t" ? (Math.floor(at / 8) + 1) * 8 : at + 1;
    if (c === "\t") begins.push(at);
  }
  return begins;
}

describe("table", () => {
  it("aligns columns at tab stops whatever the lengths", () => {
    const cell = fc.stringMatching(/^[a-z]{1,30}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
        const lines = table(rows).trimEnd().split("\n");
        const second = lines.map((line, i) => columns(line).find((c) => c >= (rows[i]?.[0].length ?? 0)));
        expect(lines.map((line) => line.split(/\t+/))).toEqual(rows);
        for (const [i, line] of lines.entries()) {
          const widest = Math.max(...rows.map(([first]) => Math.floor(first.length / 8 + 1) * 8));
          expect(columns(line)).toContain(widest);
          expect(second[i]).toBeGreaterThan(0);
        }
      }),
    );
  });

  it("makes hostile cells safe: no controls, one line", () => {
    expect(table([["a\u001b[2Jb\nc\u202e", "d\u0007"]])).toBe("ab c\td\n");
  });
});

describe("an app's text on a terminal", () => {
  it("keeps colours, drops what moves the cursor or speaks to the terminal", () => {
    expect(appText("\u001b[31mred\u001b[0m\tx\r")).toBe("\u001b[31mred\u001b[0m\tx\r");
    expect(appText("a\u001b[2J\u001b]0;title\u0007b\u001bc\u0008\u009b1mc\u001b")).toBe("ab1mc");
  });

  it("never lets an escape through that is no colour", () => {
    const piece = fc.constantFrom("\u001b", "[", "]", "0", ";", "m", "J", "\u0007", "\\", "P", "x", "\u009b", "\u0000");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(appText(pieces.join("")).replace(/\u001b\[[0-9;:]*m/g, "")).not.toMatch(
          /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe("printJson", () => {
  it("prints the same value without what a terminal would obey", () => {
    const written: string[] = [];
    const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const value = { name: "a\u001b[2J\u009b\u202e\u200bb" };
    printJson(value, "json");
    spy.mockRestore();
    expect(written.join("")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/);
    expect(JSON.parse(written.join(""))).toEqual(value);
  });
});
