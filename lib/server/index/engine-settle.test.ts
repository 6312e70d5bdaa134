import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kinds } from "../../contract/kinds.ts";
import type { ServerMessage, Source, WindowQuery } from "../../contract/live.ts";
import { Engine } from "./engine.ts";

let engine: Engine;
let sent: { socket: number; message: ServerMessage }[];
let tick: number;
let sources: Source[];

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  tick = 0;
  sources = [source("a", "live")];
  const feed = {
    get tick() {
      return tick;
    },
    ...{ want: () => {}, release: () => {}, kindOf: () => "", isStale: () => false },
    sources: () => sources,
  };
  engine = new Engine(feed, (socket, texts) => {
    for (const text of texts) sent.push({ socket, message: JSON.parse(text) });
  });
  engine.addKind(kinds.pods);
});
afterEach(() => {
  engine.stop();
  vi.useRealTimers();
});

const source = (name: string, state: Source["state"], loading?: Source["loading"]): Source => ({
  ...{ name, state, asOf: 1, why: null },
  ...(loading && { loading }),
});
const query: WindowQuery = {
  ...{ kind: "pods", cluster: "fleet", namespaces: [], filter: "", status: [], from: 0, rows: 60 },
  sort: [{ column: "name", desc: false }],
};
function put(name: string) {
  const table = engine.table("pods");
  const cells = table.kind.columns.map(({ id }) =>
    id === "status" ? { word: "running", tone: "ok" as const } : id === "name" ? name : null,
  );
  table.put(name, 0, cells);
  engine.changed();
}
const tell = (...now: Source[]) => {
  sources = now;
  tick++;
  engine.changed();
};
const open = (socket: number) => engine.open(socket, 1, 1, query, { pods: "all" });
/** What a browser has been told of one window: the newest of each. */
const told = (socket: number) => {
  const state: { total?: number; whole?: boolean } = {};
  for (const { message } of sent.filter((one) => one.socket === socket)) {
    if (message.op !== "snapshot" && message.op !== "delta") continue;
    if (message.counts) state.total = message.counts.total;
    if (message.sources) state.whole = message.sources.every((one) => one.state === "live" && !one.loading);
  }
  return state;
};

test("a source is not told as whole beside counts that lack its rows", () => {
  tell(source("a", "connecting", { rows: 1, of: 3 }));
  put("one");
  vi.advanceTimersByTime(100);
  open(1);
  expect(told(1)).toEqual({ total: 1, whole: false });
  put("two");
  put("three");
  tell(source("a", "live"));
  // Before the flush: the socket has taken its message, another window of the same list opens.
  engine.ready(1);
  expect(told(1)).toEqual({ total: 3, whole: true });
  open(2);
  expect(told(2)).toEqual({ total: 3, whole: true });
});

test("so it is when another source is away for long, and when one comes back", () => {
  tell(source("a", "down"), source("b", "connecting"));
  put("one");
  vi.advanceTimersByTime(100);
  open(1);
  put("two");
  tell(source("a", "down"), source("b", "live"));
  engine.ready(1);
  expect(told(1)).toEqual({ total: 2, whole: false });
  tell(source("a", "down"), source("b", "connecting"));
  vi.advanceTimersByTime(100);
  engine.ready(1);
  vi.advanceTimersByTime(100);
  put("three");
  tell(source("a", "down"), source("b", "live"));
  engine.ready(1);
  expect(told(1).total).toBe(3);
});

test("a change of a living source waits for the flush: nobody's answer is held up by it", () => {
  put("one");
  vi.advanceTimersByTime(100);
  open(1);
  put("two");
  engine.ready(1);
  expect(told(1).total).toBe(1);
  vi.advanceTimersByTime(100);
  expect(told(1).total).toBe(2);
});

test("a flush that tells many gives way to what is asked meanwhile, and tells all of them", () => {
  put("one");
  vi.advanceTimersByTime(100);
  for (let socket = 0; socket < 5; socket++) {
    open(socket);
    engine.ready(socket);
  }
  // Each look at the clock is 5 ms later.
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => {
    now += 5;
    return now;
  });
  put("two");
  vi.advanceTimersToNextTimer();
  const first = [0, 1, 2, 3, 4].filter((socket) => told(socket).total === 2);
  expect(first.length).toBeLessThan(5);
  open(9);
  expect(told(9).total).toBe(2);
  vi.advanceTimersByTime(100);
  expect([0, 1, 2, 3, 4].map((socket) => told(socket).total)).toEqual([2, 2, 2, 2, 2]);
  clock.mockRestore();
});
