/** What windows see of an engine: by scope, while kinds come and go. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kinds } from "../../contract/kinds.ts";
import { EngineWorld, podsQuery } from "./engine.fixture.ts";

let world: EngineWorld;
beforeEach(() => {
  vi.useFakeTimers();
  world = new EngineWorld();
});
afterEach(() => {
  world.engine.stop();
  vi.useRealTimers();
});

test("a scope that shrinks or grows is told as the difference, for that window alone", () => {
  const kind = {
    name: "jobs.batch",
    title: "Jobs",
    status: "status",
    sort: [{ column: "name", desc: false }],
    columns: ["name", "namespace", "status"].map((id) => ({
      id,
      title: id,
      type: id === "status" ? ("status" as const) : ("text" as const),
      width: 1,
    })),
  };
  const table = world.engine.addKind(kind);
  for (let at = 0; at < 40; at++) {
    const namespace = at % 4 === 0 ? "b" : "a";
    table.put(`${namespace}/${at}`, 0, [`job-${100 + at}`, namespace, { word: "Complete", tone: "ok" }]);
  }
  world.engine.changed();
  world.flush();
  const wish = podsQuery({ kind: kind.name });
  world.open(1, 1, 1, wish, { [kind.name]: "all" });
  world.open(2, 1, 1, wish, { [kind.name]: "all" });
  world.engine.ready(1);
  world.engine.ready(2);
  const before = world.sent.length;
  world.engine.rescope(1, 1, { [kind.name]: ["a"] });
  const { message } = world.lastOf(1) ?? {};
  if (message?.op !== "delta") throw new Error("not a delta");
  expect(message.rows?.remove).toHaveLength(10);
  expect(message.rows?.put).toBeUndefined();
  expect(message.counts).toEqual({ total: 30, matched: 30, byStatus: { Complete: 30 } });
  expect(world.sent).toHaveLength(before + 1);
  world.engine.ready(1);
  world.engine.rescope(1, 1, { [kind.name]: ["a"] });
  expect(world.sent).toHaveLength(before + 1);
  table.put("b/new", 0, ["job-000", "b", { word: "Complete", tone: "ok" }]);
  world.engine.changed();
  world.flush();
  expect(world.sent.slice(before + 1).map(({ socket }) => socket)).toEqual([2]);
  world.engine.rescope(1, 1, {});
  expect(world.lastOf(1)?.message).toMatchObject({ op: "delta", counts: { total: 0, matched: 0, byStatus: {} } });
});

test("a kind that is replaced or goes ends its windows with the reason, which a new open heals", () => {
  world.fill(1);
  world.flush();
  world.open(1, 1, 3, podsQuery());
  world.engine.ready(1);
  world.engine.addKind(kinds.pods);
  world.flush();
  expect(world.lastOf(1)?.message).toMatchObject({ op: "error", id: 1, rev: 3, error: { code: "kind-changed" } });
  world.engine.ready(1);
  world.open(1, 1, 4, podsQuery());
  expect(world.lastOf(1)?.message).toMatchObject({ op: "snapshot", rev: 4, counts: { total: 0 } });
  world.engine.ready(1);
  world.engine.removeKind("pods");
  world.flush();
  expect(world.lastOf(1)?.message).toMatchObject({ op: "error", id: 1, rev: 4, error: { code: "not-found" } });
});

test("the feed hears of the first and of the last look at a kind", () => {
  world.open(1, 1, 1, podsQuery());
  world.open(2, 1, 1, podsQuery());
  world.open(2, 2, 1, podsQuery({ kind: "images", sort: [] }), { images: "all" });
  world.open(2, 2, 2, podsQuery({ kind: "nodes", sort: [] }), { nodes: "all" });
  world.engine.closeWindow(1, 1);
  world.engine.closeWindow(1, 1);
  world.engine.gone(2);
  expect(world.looks).toEqual(["+pods", "+images", "+nodes", "-images", "-pods", "-nodes"]);
});

test("how many rows have come in all is told to who may see all of them, to others what they see of them", () => {
  world.fill(3);
  world.flush();
  world.loading = { rows: 500, of: 150_000 };
  world.open(1, 1, 1, podsQuery());
  expect(world.lastOf(1)?.message).toMatchObject({ sources: [{ loading: { rows: 500, of: 150_000 } }] });
  world.open(2, 1, 1, podsQuery(), { pods: ["a"] });
  expect(world.lastOf(2)?.message).toMatchObject({ sources: [{ loading: { rows: 0, of: null } }] });
});
