import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { applyOps } from "../../api/live/page.ts";
import { kinds } from "../../contract/kinds.ts";
import type { Row, ServerMessage, WindowQuery } from "../../contract/live.ts";
import { Engine } from "./engine.ts";
import type { Scope } from "./scope.ts";

let engine: Engine;
let sent: { socket: number; message: ServerMessage; bytes: number }[];
let tick: number;
let down: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  tick = 0;
  down = false;
  const feed = {
    get tick() {
      return tick;
    },
    want: () => {},
    release: () => {},
    kindOf: () => "",
    sources: () => [
      {
        name: "n",
        state: down ? ("down" as const) : ("live" as const),
        asOf: 1,
        why: null,
      },
    ],
    isStale: () => down,
  };
  engine = new Engine(feed, (socket, texts) => {
    for (const text of texts) sent.push({ socket, message: JSON.parse(text), bytes: text.length });
  });
  for (const kind of Object.values(kinds)) engine.addKind(kind);
});
afterEach(() => {
  engine.stop();
  vi.useRealTimers();
});

const query = (more: Partial<WindowQuery> = {}): WindowQuery => ({
  kind: "pods",
  cluster: "fleet",
  namespaces: [],
  filter: "",
  status: [],
  sort: [{ column: "name", desc: false }],
  from: 0,
  rows: 60,
  ...more,
});
function put(name: string, cpu: number, status = "running") {
  const pods = engine.table("pods");
  const cells = pods.kind.columns.map(({ id }) => {
    if (id === "status") return { word: status, tone: "ok" as const };
    return id === "name" ? name : id === "cpu" ? cpu : null;
  });
  pods.put(`n/${name}`, 0, cells);
  engine.changed();
}
const fill = (count: number) => {
  for (let at = 0; at < count; at++) put(`pod-${String(at).padStart(4, "0")}`, 0);
};
const open = (socket: number, id: number, rev: number, wish: WindowQuery, scope: Scope = { pods: "all" }) =>
  engine.open(socket, id, rev, wish, scope);
const flush = () => vi.advanceTimersByTime(100);
const lastOf = (socket: number) => sent.findLast((one) => one.socket === socket);

test("a change costs a delta of its own size, not a page", () => {
  fill(1000);
  flush();
  open(1, 7, 1, query());
  const snapshot = lastOf(1);
  expect(snapshot?.message).toMatchObject({ op: "snapshot", id: 7, rev: 1, counts: { total: 1000, matched: 1000 } });
  engine.ready(1);
  put("pod-0003", 1.5);
  put("pod-0900", 2);
  flush();
  const delta = lastOf(1);
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
  fill(1000);
  flush();
  open(1, 1, 1, query());
  engine.ready(1);
  engine.move(1, 1, 2, 20, 60);
  const { message } = lastOf(1) ?? {};
  if (message?.op !== "delta") throw new Error("not a delta");
  expect(message).toMatchObject({ rev: 2, from: 20 });
  expect(message.rows?.put).toHaveLength(20);
  expect(message.rows?.remove).toHaveLength(20);
});

test("a move to where nothing is shared is a snapshot, and a wish that changes nothing is answered all the same", () => {
  fill(500);
  flush();
  open(1, 1, 1, query());
  engine.ready(1);
  engine.move(1, 1, 2, 300, 60);
  expect(lastOf(1)?.message).toMatchObject({ op: "snapshot", rev: 2, from: 300 });
  engine.ready(1);
  engine.move(1, 1, 3, 300, 60);
  expect(lastOf(1)?.message).toEqual({ op: "delta", id: 1, rev: 3, from: 300 });
});

test("a socket that takes nothing gets no backlog: one message with the newest state when it is ready", () => {
  fill(100);
  flush();
  open(1, 1, 1, query());
  open(2, 1, 1, query());
  engine.ready(2);
  for (let round = 1; round <= 50; round++) {
    put("pod-0001", round);
    put("pod-0002", round, round % 2 === 0 ? "exited" : "running");
    flush();
    engine.ready(2);
  }
  expect(sent.filter(({ socket }) => socket === 1)).toHaveLength(1);
  expect(sent.filter(({ socket }) => socket === 2)).toHaveLength(51);
  engine.ready(1);
  const { message } = lastOf(1) ?? {};
  expect(sent.filter(({ socket }) => socket === 1)).toHaveLength(2);
  expect(message).toMatchObject({ op: "delta", rows: { set: [{ cells: { cpu: 50 } }, { cells: { cpu: 50 } }] } });
});

test("the page that a browser builds from deltas stays the server's page", () => {
  fill(200);
  flush();
  open(
    1,
    1,
    1,
    query({
      sort: [
        { column: "cpu", desc: true },
        { column: "name", desc: false },
      ],
      rows: 30,
    }),
  );
  let held: Row[] = [];
  const apply = () => {
    while (sent.length > 0) {
      for (const { message } of sent.splice(0)) {
        if (message.op === "snapshot") held = message.rows;
        if (message.op === "delta" && message.rows) {
          const next = applyOps(held, message.rows);
          if (next === null) throw new Error("a delta did not fit");
          held = next;
        }
      }
      engine.ready(1);
    }
  };
  apply();
  for (let round = 0; round < 100; round++) {
    for (let at = 0; at < 20; at++)
      put(`pod-${String((round * 37 + at * 11) % 230).padStart(4, "0")}`, (round * 13 + at) % 17);
    if (round % 7 === 0) engine.table("pods").remove(`n/pod-${String(round).padStart(4, "0")}`);
    if (round % 9 === 0) engine.move(1, 1, round + 2, (round * 3) % 50, 30);
    flush();
    apply();
  }
  open(
    9,
    1,
    1,
    query({
      sort: [
        { column: "cpu", desc: true },
        { column: "name", desc: false },
      ],
      from: (99 * 3) % 50,
      rows: 30,
    }),
  );
  const fresh = lastOf(9)?.message;
  expect(fresh?.op === "snapshot" && fresh.rows).toEqual(held);
});

test("rows of a source that is down are marked, and the source says since when", () => {
  fill(2);
  flush();
  open(1, 1, 1, query());
  engine.ready(1);
  down = true;
  tick++;
  engine.changed();
  flush();
  expect(lastOf(1)?.message).toMatchObject({
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
  fill(2);
  flush();
  open(1, 4, 1, query({ filter: "cpu>x" }));
  expect(lastOf(1)?.message).toMatchObject({
    op: "error",
    id: 4,
    rev: 1,
    error: { code: "bad-filter", details: { position: 1 } },
  });
  engine.ready(1);
  open(1, 4, 2, query({ filter: "pod-0001" }));
  expect(lastOf(1)?.message).toMatchObject({ op: "snapshot", id: 4, rev: 2, counts: { total: 2, matched: 1 } });
});
