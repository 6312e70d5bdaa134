import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at, placesIn, readJson } from "./json.ts";

const fault = (text: string) => {
  const result = readJson(text);
  return result.ok ? null : `${result.path} ${result.message}`;
};

describe("readJson (B12)", () => {
  it("B12 reads what JSON.parse reads, to the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it("B12 refuses what JSON.parse refuses, and never throws", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"',
      "\\",
      "1",
      "-",
      "01",
      "1.",
      ".5",
      "1e",
      "true",
      "nul",
      " ",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        const result = readJson(text);
        // The one thing that JSON.parse allows: the same key twice.
        if (valid && !result.ok) expect(result.message).toContain("twice");
        else expect(result.ok).toBe(valid);
      }),
      { numRuns: 2000 },
    );
  });

  it("names line and column of a fault, and what stands there", () => {
    expect(fault('{\n  "a": 1,\n  "b" 2\n}')).toBe(
      '$ is not valid JSON at line 3, column 7: expected a colon, found "2"',
    );
    expect(fault('{"a": [1, 2')).toContain("found the end");
    expect(fault("")).toContain("line 1, column 1");
  });

  it("C10 tells where a path's value stands, or the nearest above it", () => {
    const place = placesIn('{\n  "app": {"exec": ["a",\n "b"], "x y": 1}\n}');
    expect(place("$.app.exec[1]")).toEqual({ line: 3, column: 2 });
    expect(place("$.app.group")).toEqual({ line: 2, column: 10 });
    expect(place('$.app["x y"]')).toEqual({ line: 3, column: 15 });
    expect(place("$.labels[0].name")).toEqual({ line: 1, column: 1 });
    expect(place("manifest")).toBeNull();
    expect(placesIn("{")("$")).toBeNull();
  });

  it("refuses a key given twice, at its path, also when it is written with escapes", () => {
    expect(fault('{"app": {"user": "0", "user": "1"}}')).toContain("$.app.user");
    expect(fault('{"a": 1, "\\u0061": 2}')).toContain("given twice");
  });

  it("refuses nesting deeper and texts larger than the limits", () => {
    expect(fault("[".repeat(100_000))).toContain("nested deeper than 64");
    expect(readJson("[[[1]]]", { maxBytes: 10, maxDepth: 2 }).ok).toBe(false);
    expect(readJson('"äääää"', { maxBytes: 10, maxDepth: 2 })).toMatchObject({
      ok: false,
      message: "is larger than 10 bytes",
    });
  });

  it("keeps __proto__ as a plain key", () => {
    const result = readJson('{"__proto__": {"polluted": true}}');
    expect(result.ok && Object.keys(result.value as object)).toEqual(["__proto__"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("quotes odd keys in paths", () => {
    expect(at("$.a", "b")).toBe("$.a.b");
    expect(at("$", "x y")).toBe('$["x y"]');
    expect(at("$.apps", 3)).toBe("$.apps[3]");
  });
});
