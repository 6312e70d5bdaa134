import fc from "fast-check";
import { expect, test } from "vitest";
import { labelsFit, parseSelector, type Requirement, SelectorError } from "./label-selector.ts";

/** Written from the semantics of the API, without a look at the parser. */
type Wish = { text: string; fits(labels: Record<string, string>): boolean };
const key = fc.constantFrom("app", "app.kubernetes.io/name", "tier", "a", "rank", "pp");
const value = fc.constantFrom<string[]>("web", "web-1", "", "3", "10", "A_b.c");
const blank = fc.constantFrom("", " ", "  ");
const has = (labels: Record<string, string>, name: string) => Object.hasOwn(labels, name);
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.tuple(key, fc.constantFrom("=", "=="), value, blank).map(([k, sign, v, b]) => ({
    text: `${k}${b}${sign}${b}${v}`,
    fits: (labels: Record<string, string>) => labels[k] === v,
  })),
  fc.tuple(key, value, blank).map(([k, v, b]) => ({
    text: `${k}${b}!=${b}${v}`,
    fits: (labels: Record<string, string>) => labels[k] !== v,
  })),
  fc.tuple(key, fc.boolean(), fc.array(value, { minLength: 1, maxLength: 3 }), blank).map(([k, not, vs, b]) => ({
    text: `${k} ${not ? "notin" : "in"}${b}(${b}${vs.join(`${b},`)}${b})`,
    fits: (labels: Record<string, string>) => (has(labels, k) && vs.includes(labels[k] ?? "")) !== not,
  })),
  key.map((k) => ({ text: k, fits: (labels: Record<string, string>) => has(labels, k) })),
  fc.tuple(key, blank).map(([k, b]) => ({
    text: `!${b}${k}`,
    fits: (labels: Record<string, string>) => !has(labels, k),
  })),
  fc.tuple(key, fc.boolean(), fc.integer({ min: -20, max: 20 })).map(([k, above, n]) => ({
    text: `${k}${above ? ">" : "<"}${n}`,
    fits: (labels: Record<string, string>) => {
      const text = labels[k] ?? "";
      return /^\d+$/.test(text) && (above ? Number(text) > n : Number(text) < n);
    },
  })),
);

/** `()` with one empty value is not `( )`: that one is refused. */
const isWritable = ({ text }: Wish) => !/\(\s*\)/.test(text);

test("a selector fits just what each of its requirements fits", () => {
  fc.assert(
    fc.property(
      fc.array(wish.filter(isWritable), { minLength: 1, maxLength: 4 }),
      fc.dictionary(key, value),
      (wishes, labels) => {
        const requirements = parseSelector(wishes.map(({ text }) => text).join(","));
        const shown = Object.entries(labels)
          .map(([name, text]) => `${name}=${text}`)
          .sort()
          .join(",");
        expect(labelsFit(shown, requirements)).toBe(wishes.every(({ fits }) => fits(labels)));
      },
    ),
    { numRuns: 2_000 },
  );
});

test("every text is a selector or fails with a place inside of it", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."ab/=!(),<> in3-é") }), (text) => {
      let found: Requirement[] | null = null;
      try {
        found = parseSelector(text);
      } catch (error) {
        expect(error).toBeInstanceOf(SelectorError);
        expect((error as SelectorError).at).toBeGreaterThanOrEqual(0);
        expect((error as SelectorError).at).toBeLessThanOrEqual(text.length);
      }
      if (found !== null) expect(found.length).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["", 0, "a label's name is missing"],
  ["app=web,", 8, "a label's name is missing"],
  ["app in ()", 8, "the values are missing"],
  ["app in (a", 9, ") is missing"],
  ["app in a", 7, "( is missing before a"],
  ["in=a", 0, "in is no label's name"],
  ["app=a b", 6, ", is missing before b"],
  ["app=é", 4, "é is no label's value"],
  ["rank>x", 5, "x is no whole number"],
  ["app!web", 3, "after the label app comes =, !=, in, notin, > or <, not !"],
])("%j is refused at %i", (text, at, why) => {
  const fault = (() => {
    try {
      return parseSelector(text);
    } catch (error) {
      return error as SelectorError;
    }
  })();
  expect(fault).toMatchObject({ at, message: expect.stringContaining(why) });
});
