import fc from "fast-check";
import { expect, test } from "vitest";
import { Table } from "../table.ts";
import { commonCells, withCommonColumns } from "./common-columns.ts";
import { NewestOutput } from "./newest-output.ts";
import { inOrder } from "./output.ts";

test("the newest are kept, however they come, and never more than a fifth above", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000), { maxLength: 200 }), (times) => {
      const columns = withCommonColumns([], { namespaced: false, hasStatus: false });
      const table = new Table({ name: "events", title: "Events", columns, status: "status", sort: [] });
      const output = new NewestOutput(
        table,
        inOrder(table, ({ metadata }) => commonCells(metadata)),
        "age",
        20,
      );
      for (const [at, time] of times.entries()) {
        const creationTimestamp = new Date(time * 1000).toISOString();
        output.put(`e${at}`, 0, { metadata: { name: `e${at}`, creationTimestamp }, body: null });
        expect(table.size).toBeLessThanOrEqual(24);
      }
      output.settle();
      expect(table.size).toBe(Math.min(20, times.length));
      const kept = times.filter((_, at) => table.has(`e${at}`));
      const lost = times.filter((_, at) => !table.has(`e${at}`));
      expect(Math.min(...kept, 9_999)).toBeGreaterThanOrEqual(Math.max(...lost, 0));
    }),
  );
});
