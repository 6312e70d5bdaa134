import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { yamlText } from "./yaml-text.ts";

describe("JSON as YAML", () => {
  test("stands as kubectl writes it", () => {
    const value = {
      apiVersion: "v1",
      spec: {
        containers: [{ name: "web", image: "nginx:1.27", args: ["-c", "yes"], env: [] }, {}],
        nested: [[1, 2], []],
      },
      data: { script: "#!/bin/sh\necho hi\n", none: null, on: "on", port: "80" },
    };
    expect(yamlText(value)).toBe(
      [
        "apiVersion: v1",
        "spec:",
        "  containers:",
        "  - name: web",
        "    image: nginx:1.27",
        "    args:",
        '    - "-c"',
        '    - "yes"',
        "    env: []",
        "  - {}",
        "  nested:",
        "  -",
        "    - 1",
        "    - 2",
        "  - []",
        "data:",
        "  script: |",
        "    #!/bin/sh",
        "    echo hi",
        "  none: null",
        '  "on": "on"',
        '  port: "80"',
        "",
      ].join("\n"),
    );
  });

  test("characters that deceive are escapes, not characters", () => {
    const text = yamlText({ note: "a\u202eb\u0007c\u2028d", more: "x\u200b\ny" });
    expect(text).toBe('note: "a\\u202eb\\u0007c\\u2028d"\nmore: "x\\u200b\\ny"\n');
  });

  test("words that a reader of YAML 1.1 takes for numbers or truths are quoted", () => {
    for (const word of ["E0", "e12", "e-3", "yes", "Off", "y", "null"])
      expect(parse(yamlText({ word }), { version: "1.1" })).toEqual({ word });
  });

  test("property: readers of YAML 1.1 and 1.2 read the same value back", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary-ascii", maxLength: 30 }),
      fc.string({
        unit: fc.constantFrom("a", "\n", " ", "\t", ":", "#", "-", "'", '"', "0", "\r", "|", "{", "y"),
        maxLength: 12,
      }),
      fc.constantFrom(
        "yes",
        "No",
        "0x1f",
        "1:30",
        "2001-01-01",
        "~",
        ".inf",
        "<<",
        "=",
        "- a",
        "a: b",
        "a #b",
        "null",
        "1e3",
      ),
    );
    const key = text.filter((one) => one !== "__proto__" && one !== "<<");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, depthIdentifier: "v" },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4, depthIdentifier: "v" }),
        fc.dictionary(key, tie("value"), { maxKeys: 4, depthIdentifier: "v", noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (one) => {
        const yaml = yamlText(one);
        expect(parse(yaml, { version: "1.2" })).toEqual(one);
        expect(parse(yaml, { version: "1.1" })).toEqual(one);
        expect(yamlText(one)).toBe(yaml);
      }),
      { numRuns: 500 },
    );
  });

  test("two megabytes take no time that anybody waits for", () => {
    const items = Array.from({ length: 20_000 }, (_, at) => ({
      name: `item-${at}`,
      value: "some text here",
      port: at,
    }));
    const begun = performance.now();
    const { length } = yamlText({ items });
    expect(length).toBeGreaterThan(1_000_000);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});
