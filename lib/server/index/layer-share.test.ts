import fc from "fast-check";
import { expect, test } from "vitest";
import { LayerShare } from "./layer-share.ts";

const image = (id: string, ...layers: string[]) => ({ id, layers: layers.map((diffId) => ({ diffId, bytes: 10 })) });

test("a layer is an image's own until another has it too, and again when that one is gone", () => {
  const share = new LayerShare();
  expect(share.put(image("a", "base", "app"))).toEqual([]);
  expect(share.of("a")).toEqual({ own: 20, shared: 0 });
  expect(share.put(image("b", "base"))).toEqual(["a"]);
  expect(share.of("a")).toEqual({ own: 10, shared: 10 });
  expect(share.of("b")).toEqual({ own: 0, shared: 10 });
  expect(share.gone("b")).toEqual(["a"]);
  expect(share.of("a")).toEqual({ own: 20, shared: 0 });
  expect(share.of("b")).toEqual({ own: 0, shared: 0 });
});

test("whatever comes and goes: whose share changed is told, and no other's did", () => {
  const step = fc.record({
    id: fc.constantFrom("a", "b", "c"),
    layers: fc.uniqueArray(fc.constantFrom("1", "2", "3"), { minLength: 1 }),
    goes: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const share = new LayerShare();
      const ids = ["a", "b", "c"];
      for (const { id, layers, goes } of steps) {
        const before = new Map(ids.map((one) => [one, share.of(one)]));
        const told = goes ? share.gone(id) : share.put(image(id, ...layers));
        for (const one of ids.filter((other) => other !== id && !told.includes(other)))
          expect(share.of(one)).toEqual(before.get(one));
      }
    }),
  );
});
