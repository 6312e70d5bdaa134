import fc from "fast-check";
import { expect, test } from "vitest";
import { rowsInView, scrollFor } from "./row-window.ts";

const size = { rowHeight: fc.integer({ min: 1, max: 100 }), count: fc.integer({ min: 0, max: 200_000 }) };
const view = { top: fc.integer({ min: 0, max: 5_000_000 }), height: fc.integer({ min: 0, max: 3_000 }) };

test("every row that can be seen is rendered, few others are, and none that is not there", () => {
  fc.assert(
    fc.property(fc.record({ ...size, ...view }), ({ rowHeight, count, top, height }) => {
      const { first, last } = rowsInView({ top, height }, rowHeight, count);
      const most = Math.max(0, count * rowHeight - height);
      const real = Math.min(top, most);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThan(Math.max(count, 0));
      expect(last - first + 1).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 13);
      if (count === 0 || height === 0) return;
      expect(first * rowHeight).toBeLessThanOrEqual(real);
      expect(Math.min((last + 1) * rowHeight, count * rowHeight)).toBeGreaterThanOrEqual(
        Math.min(real + height, count * rowHeight),
      );
    }),
  );
});

test("a row that is scrolled to is whole in view, and one that is stays where it is", () => {
  fc.assert(
    fc.property(
      fc.record({ ...size, ...view, head: fc.integer({ min: 0, max: 60 }), index: fc.nat(200_000) }),
      ({ rowHeight, top, height: room, head, index }) => {
        const height = room + head + rowHeight;
        const to = scrollFor(index, { top, height }, rowHeight, head) ?? top;
        expect(index * rowHeight).toBeGreaterThanOrEqual(to);
        expect(head + (index + 1) * rowHeight).toBeLessThanOrEqual(to + height);
        expect(scrollFor(index, { top: to, height }, rowHeight, head)).toBeNull();
      },
    ),
  );
});
