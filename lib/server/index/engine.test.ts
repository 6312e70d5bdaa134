import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { applyOps } from "../../api/live/page.ts";
import type { Row } from "../../contract/live.ts";
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

test("a change costs a delta of its own size, not a page", () => {
  world.fill(1000);
  world.flush();
  world.open(1, 7, 1, podsQuery());
  const snapshot = world.lastOf(1);
  expect(snapshot?.message).toMatchObject({ op: "snapshot", id: 7, rev: 1, counts: { total: 1000, matched: 1000 } });
  world.engine.ready(1);
  world.put("pod-0003", 1.5);
  world.put("pod-0900", 2);
  world.flush();
  const delta = world.lastOf(1);
  expect(delta?.message).toEqual({
    op: "delta",
    id: 7,
    rev: 1,
    from: 0,
    rows: { set: [{ key: "n/pod-0003", cells: { cpu: 1.5 } }] },
  });
  expect(delta?.bytes).toBeLessThan((snapshot?.bytes ?? 0) / 50);
});

test("scrolling by a third sends a third", () => {
  world.fill(1000);
  world.flush();
  world.open(1, 1, 1, podsQuery());
  world.engine.ready(1);
  world.engine.move(1, 1, 2, 20, 60);
  const { message } = world.lastOf(1) ?? {};
  if (message?.op !== "delta") throw new Error("not a delta");
  expect(message).toMatchObject({ rev: 2, from: 20 });
  expect(message.rows?.put).toHaveLength(20);
  expect(message.rows?.remove).toHaveLength(20);
});

test("a move to where nothing is shared is a snapshot, and a wish that changes nothing is answered all the same", () => {
  world.fill(500);
  world.flush();
  world.open(1, 1, 1, podsQuery());
  world.engine.ready(1);
  world.engine.move(1, 1, 2, 300, 60);
  expect(world.lastOf(1)?.message).toMatchObject({ op: "snapshot", rev: 2, from: 300 });
  world.engine.ready(1);
  world.engine.move(1, 1, 3, 300, 60);
  expect(world.lastOf(1)?.message).toEqual({ op: "delta", id: 1, rev: 3, from: 300 });
});

test("a socket that takes nothing gets no backlog: one message with the newest state when it is ready", () => {
  world.fill(100);
  world.flush();
  world.open(1, 1, 1, podsQuery());
  world.open(2, 1, 1, podsQuery());
  world.engine.ready(2);
  for (let round = 1; round <= 50; round++) {
    world.put("pod-0001", round);
    world.put("pod-0002", round, round % 2 === 0 ? "exited" : "running");
    world.flush();
    world.engine.ready(2);
  }
  expect(world.sent.filter(({ socket }) => socket === 1)).toHaveLength(1);
  expect(world.sent.filter(({ socket }) => socket === 2)).toHaveLength(51);
  world.engine.ready(1);
  const { message } = world.lastOf(1) ?? {};
  expect(world.sent.filter(({ socket }) => socket === 1)).toHaveLength(2);
  expect(message).toMatchObject({ op: "delta", rows: { set: [{ cells: { cpu: 50 } }, { cells: { cpu: 50 } }] } });
});

test("the page that a browser builds from deltas stays the server's page", () => {
  world.fill(200);
  world.flush();
  world.open(
    1,
    1,
    1,
    podsQuery({
      sort: [
        { column: "cpu", desc: true },
        { column: "name", desc: false },
      ],
      rows: 30,
    }),
  );
  let held: Row[] = [];
  const apply = () => {
    while (world.sent.length > 0) {
      for (const { message } of world.sent.splice(0)) {
        if (message.op === "snapshot") held = message.rows;
        if (message.op === "delta" && message.rows) {
          const next = applyOps(held, message.rows);
          if (next === null) throw new Error("a delta did not fit");
          held = next;
        }
      }
      world.engine.ready(1);
    }
  };
  apply();
  for (let round = 0; round < 100; round++) {
    for (let at = 0; at < 20; at++)
      world.put(`pod-${String((round * 37 + at * 11) % 230).padStart(4, "0")}`, (round * 13 + at) % 17);
    if (round % 7 === 0) world.engine.table("pods").remove(`n/pod-${String(round).padStart(4, "0")}`);
    if (round % 9 === 0) world.engine.move(1, 1, round + 2, (round * 3) % 50, 30);
    world.flush();
    apply();
  }
  world.open(
    9,
    1,
    1,
    podsQuery({
      sort: [
        { column: "cpu", desc: true },
        { column: "name", desc: false },
      ],
      from: (99 * 3) % 50,
      rows: 30,
    }),
  );
  const fresh = world.lastOf(9)?.message;
  expect(fresh?.op === "snapshot" && fresh.rows).toEqual(held);
});

test("rows of a source that is down are marked, and the source says since when", () => {
  world.fill(2);
  world.flush();
  world.open(1, 1, 1, podsQuery());
  world.engine.ready(1);
  world.down = true;
  world.tick++;
  world.engine.changed();
  world.flush();
  expect(world.lastOf(1)?.message).toMatchObject({
    op: "delta",
    sources: [{ name: "n", state: "down", asOf: 1 }],
    rows: {
      set: [
        { key: "n/pod-0000", stale: true },
        { key: "n/pod-0001", stale: true },
      ],
    },
  });
});

test("a broken filter is an error of its window, which the next query heals", () => {
  world.fill(2);
  world.flush();
  world.open(1, 4, 1, podsQuery({ filter: "cpu>x" }));
  expect(world.lastOf(1)?.message).toMatchObject({
    op: "error",
    id: 4,
    rev: 1,
    error: { code: "bad-filter", details: { position: 1 } },
  });
  world.engine.ready(1);
  world.open(1, 4, 2, podsQuery({ filter: "pod-0001" }));
  expect(world.lastOf(1)?.message).toMatchObject({ op: "snapshot", id: 4, rev: 2, counts: { total: 2, matched: 1 } });
});
