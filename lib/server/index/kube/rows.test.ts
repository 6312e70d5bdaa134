import { expect, test } from "vitest";
import { Table } from "../table.ts";
import { UpstreamFault } from "./fault.ts";
import { FreshnessKeeper } from "./freshness.ts";
import type { Item } from "./object.ts";
import { Output } from "./output.ts";
import { Recovery } from "./recovery.ts";
import { Rows } from "./rows.ts";
import type { Upstream } from "./upstream.ts";

const column = (id: string, type: "text" | "status") => ({ id, title: id, type, width: 1 });
const kind = {
  ...{ name: "bells", title: "Bells", status: "status", sort: [{ column: "name", desc: false }] },
  columns: [column("name", "text"), column("rv", "text"), column("status", "status")],
};
const item = (name: string, resourceVersion = "1"): Item => ({ metadata: { name, resourceVersion }, body: {} });
const fault = (call: () => void): UpstreamFault | null => {
  try {
    call();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof UpstreamFault)) throw thrown;
    return thrown;
  }
};
function make(most: number) {
  const table = new Table(kind);
  const output = new Output(table, "", ({ metadata }) => [metadata.name ?? "", metadata.resourceVersion ?? "", null]);
  let next = 0;
  return { table, rows: new Rows([output], { take: () => next++, free: () => {} }, most) };
}

test("a list without end stops at the most rows, and those that are there stay and change", () => {
  const { table, rows } = make(3);
  rows.begin();
  for (const name of ["a", "b", "c"]) rows.list(item(name));
  expect(fault(() => rows.list(item("d")))).toMatchObject({
    kind: "full",
    message: "there are more than 3 bells: no more are read",
  });
  expect(rows.event("MODIFIED", item("b", "2"))).toBe(true);
  expect(fault(() => rows.event("ADDED", item("e", "3")))?.kind).toBe("full");
  expect(table.size).toBe(3);
  rows.event("DELETED", item("a", "4"));
  expect(fault(() => rows.event("ADDED", item("e", "5")))).toBe(null);
});

test("a smaller list after one that was too long is taken whole", () => {
  const { table, rows } = make(3);
  rows.begin();
  for (const name of ["a", "b", "c"]) rows.list(item(name));
  expect(fault(() => rows.list(item("d")))?.kind).toBe("full");
  rows.begin();
  rows.list(item("x"));
  rows.list(item("y"));
  rows.complete();
  expect([table.has("a"), table.has("x"), table.has("y"), table.size]).toEqual([false, true, true, 2]);
});

test("a kind with too many objects is down, says why, and is not listed again soon", () => {
  const clock = { now: () => 0, random: () => 0.5, after: () => () => {} };
  const freshness = new FreshnessKeeper(clock, () => {});
  const recovery = new Recovery(clock, {} as Upstream, freshness);
  const wait = recovery.failed(new UpstreamFault("full", "there are more than 3 bells"), 0, 0, false);
  expect(wait).toBe(600_000);
  expect(recovery.mustList).toBe(true);
  expect(freshness.now).toMatchObject({ state: "down", why: "there are more than 3 bells" });
});
