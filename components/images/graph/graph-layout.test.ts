import fc from "fast-check";
import { expect, test } from "vitest";
import { box, layoutGraph } from "./graph-layout.ts";

const edge = (from: string, to: string) => ({ from, to });

test("an image alone is one box", () => {
  const { images, lines, width, height } = layoutGraph({ images: [{ key: "a" }], edges: [] });
  expect(images).toEqual([{ key: "a", x: box.margin, y: box.margin }]);
  expect(lines).toEqual([]);
  expect([width, height]).toEqual([box.width + 2 * box.margin, box.height + 2 * box.margin]);
});

test("what two images need stands right of both", () => {
  const images = ["app", "lib", "base"].map((key) => ({ key }));
  const placed = layoutGraph({
    images,
    edges: [edge("app", "lib"), edge("app", "base"), edge("lib", "base"), edge("lib", "base")],
  });
  const x = Object.fromEntries(placed.images.map((one) => [one.key, one.x]));
  expect(x.app).toBeLessThan(x.lib ?? 0);
  expect(x.lib).toBeLessThan(x.base ?? 0);
  expect(placed.lines).toHaveLength(3);
});

test("a line over a column goes past the boxes of that column", () => {
  const images = ["app", "lib", "base"].map((key) => ({ key }));
  const placed = layoutGraph({ images, edges: [edge("app", "lib"), edge("lib", "base"), edge("app", "base")] });
  const lib = placed.images.find(({ key }) => key === "lib");
  const long = placed.lines.find(({ from, to }) => from === "app" && to === "base")?.path ?? "";
  const passes = / (-?[\d.]+)H/.exec(long)?.[1];
  expect(passes).toBeDefined();
  const y = Number(passes);
  expect(y < (lib?.y ?? 0) || y > (lib?.y ?? 0) + box.height).toBe(true);
});

test("any graph without cycles: every line goes to the right, no two boxes meet, all is inside the picture", () => {
  const graphs = fc
    .integer({ min: 1, max: 9 })
    .chain((size) =>
      fc.tuple(fc.constant(size), fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 })),
    );
  fc.assert(
    fc.property(graphs, ([size, pairs]) => {
      const images = Array.from({ length: size }, (_, at) => ({ key: `i${at}` }));
      const edges = pairs.filter(([a, b]) => a < b).map(([a, b]) => edge(`i${a}`, `i${b}`));
      const { images: placed, lines, width, height } = layoutGraph({ images, edges });
      expect(placed).toHaveLength(size);
      const at = new Map(placed.map((one) => [one.key, one]));
      for (const { from, to } of lines) expect(at.get(from)?.x).toBeLessThan(at.get(to)?.x ?? 0);
      for (const a of placed) {
        expect(a.x + box.width).toBeLessThanOrEqual(width);
        expect(a.y + box.height).toBeLessThanOrEqual(height);
        for (const b of placed)
          if (a !== b && a.x === b.x) expect(Math.abs(a.y - b.y)).toBeGreaterThanOrEqual(box.height + box.gapY);
      }
    }),
  );
});

test("a graph that lies about cycles still has an end", () => {
  const images = ["a", "b"].map((key) => ({ key }));
  expect(layoutGraph({ images, edges: [edge("a", "b"), edge("b", "a")] }).images).toHaveLength(2);
});
