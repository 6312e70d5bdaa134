import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identifierFault } from "../../appc/types.ts";
import { appText, parseApp } from "./app-string.ts";

describe("an image's name (E13)", () => {
  it.each([
    ["example.com/app", "example.com/app", {}],
    ["example.com/app:1.0", "example.com/app", { version: "1.0" }],
    ["example.com/app:", "example.com/app", {}],
    ["example.com/app,version=1.0,os=linux", "example.com/app", { version: "1.0", os: "linux" }],
    ["example.com/app:1.0+git~2,arch=amd64", "example.com/app", { version: "1.0+git~2", arch: "amd64" }],
    ["example.com/app,channel=a=b&c%20/../x", "example.com/app", { channel: "a=b&c%20/../x" }],
    ["example.com/app,channel=", "example.com/app", { channel: "" }],
  ])("%s", (text, name, labels) => {
    expect(parseApp(text)).toEqual({ name, labels });
  });

  it.each([
    ["", "must not be empty"],
    ["Example.com/app", "only a-z, 0-9"],
    ["example.com//app", "with single"],
    ["example.com/a/../b", "with single"],
    ["example.com/app:1:2", "only one colon"],
    ["example.com/app,version=a:b", "only one colon"],
    ["example.com/app:1,version=2", "the label version is given twice"],
    ["example.com/app:1,version=1", "the label version is given twice"],
    ["example.com/app,a=1,a=2", "the label a is given twice"],
    ["example.com/app,name=x", "the label name is given twice"],
    ["example.com/app,", "an empty part is no LABEL=VALUE"],
    ["example.com/app,os", "os is no LABEL=VALUE"],
    ["example.com/app,=x", "=x is no LABEL=VALUE"],
    ["example.com/app,O=x", "the label O holds"],
    ["example.com/app,o=a\nb", "a control character"],
    ["example.com/app:a\x00", "a control character"],
    [`example.com/${"a".repeat(3000)}`, "longer than 2048"],
  ])("%j is refused: %s", (text, why) => {
    expect(() => parseApp(text)).toThrow(why);
  });

  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  const value = fc.stringMatching(/^[ -+\--9;-~]{1,12}$/);

  it("comes back from its normal form, whatever the order of labels", () => {
    const app = fc.record({
      host: word,
      labels: fc.dictionary(word, value, { maxKeys: 5 }),
      version: fc.option(value),
    });
    fc.assert(
      fc.property(app, ({ host, labels, version }) => {
        delete labels.name;
        delete labels.version;
        const pairs = Object.entries(labels).map(([label, text]) => `,${label}=${text}`);
        const head = `${host}.example/app${version === null ? "" : `:${version}`}`;
        const parsed = parseApp(head + pairs.join(""));
        expect(parsed.labels).toEqual(version === null ? labels : { ...labels, version });
        expect(parseApp(appText(parsed))).toEqual(parsed);
        expect(appText(parseApp(head + pairs.reverse().join("")))).toBe(appText(parsed));
      }),
    );
  });

  it("is parsed or refused with bad-name, whatever it is", () => {
    const piece = fc.constantFrom("a", ".", "/", ":", ",", "=", "%", " ", "é", "\0", "version", "name", "example.com");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        try {
          const { name, labels } = parseApp(pieces.join(""));
          expect(identifierFault(name)).toBeNull();
          expect(Object.keys(labels).every((label) => identifierFault(label) === null && label !== "name")).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: "bad-name" });
        }
      }),
    );
  });
});
