import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CratonError } from "../../contract/errors.ts";
import type { WindowQuery } from "../../contract/live.ts";
import type { ScopeListener } from "../clusters/subject-rights.ts";
import type { ToWorker } from "../index/messages.ts";
import type { Scope } from "../index/scope.ts";
import type { Sink } from "../index/service.ts";
import { SocketWindows } from "./live-windows.ts";
import type { Place, WindowIndex } from "./place.ts";

/** An index that writes down what it is told. */
class Recorder implements WindowIndex {
  readonly heard: Record<string, unknown>[] = [];
  sink: Sink | null = null;
  add(sink: Sink): number {
    this.sink = sink;
    return 7;
  }
  send({ ...message }: ToWorker): void {
    this.heard.push(message);
  }
  remove(socket: number): void {
    this.heard.push({ op: "removed", socket });
  }
  get ops(): unknown[] {
    return this.heard.map(({ op }) => op);
  }
}

type Asked = { query: WindowQuery; answer(place: Place): void; fail(error: unknown): void };
let asked: Asked[];
let written: string[];
let failures: { code: string; id: number; rev: number }[];
let lost: number;
let vital: Recorder;
let windows: SocketWindows;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  written = [];
  failures = [];
  lost = 0;
  vital = new Recorder();
  windows = new SocketWindows({
    subject: () => ({ user: "ada", role: "viewer" }),
    place: (query) => new Promise((answer, fail) => asked.push({ query, answer, fail })),
    fail: ({ code }, id, rev) => failures.push({ code, id, rev }),
    write: (texts) => written.push(...texts),
    isVital: (index) => index === vital,
    ofSession: () => 0,
    lost: () => lost++,
  });
});
afterEach(() => {
  windows.close();
  vi.useRealTimers();
});

const query = (kind: string, more: Partial<WindowQuery> = {}): WindowQuery => ({
  ...{ kind, cluster: "local", namespaces: [], filter: "", status: [], sort: [], from: 0, rows: 60 },
  ...more,
});
function placeIn(index: WindowIndex, scope: Scope, list = "local/pods") {
  let tell: ScopeListener = () => {};
  let watching = 0;
  const place: Place = {
    list,
    index,
    scope,
    watch(listener) {
      watching++;
      tell = listener;
      return () => watching--;
    },
  };
  const change = (next: Scope, failure: CratonError | null = null) => tell(next, failure);
  return { place, change, isWatched: () => watching > 0 };
}
const settle = () => vi.advanceTimersByTimeAsync(0);
const open = (id: number, rev: number, wish: WindowQuery) => windows.take({ op: "open", id, rev, query: wish });
const snapshot = (id: number) => JSON.stringify({ op: "snapshot", id, rev: 1 });

test("a window opens with its scope once the rights are known, with the place that was wished last", async () => {
  const index = new Recorder();
  open(1, 1, query("pods"));
  windows.take({ op: "move", id: 1, rev: 2, from: 40, rows: 20 });
  expect(index.heard).toEqual([]);
  asked[0]?.answer(placeIn(index, { pods: ["a"] }).place);
  await settle();
  expect(index.heard).toEqual([
    { op: "open", socket: 7, id: 1, rev: 2, query: query("pods", { from: 40, rows: 20 }), scope: { pods: ["a"] } },
  ]);
  index.sink?.out([snapshot(1)]);
  expect(written).toEqual([snapshot(1)]);
  windows.taken();
  expect(index.ops).toEqual(["open", "ready"]);
});

test("an answer about an older wish, or for a closed window, opens nothing", async () => {
  const [pods, nodes, late] = [new Recorder(), new Recorder(), new Recorder()];
  open(1, 1, query("pods"));
  windows.take({ op: "query", id: 1, rev: 2, query: query("nodes") });
  asked[1]?.answer(placeIn(nodes, { nodes: "all" }, "local/nodes").place);
  await settle();
  asked[0]?.answer(placeIn(pods, { pods: "all" }).place);
  open(2, 1, query("jobs.batch"));
  windows.take({ op: "close", id: 2 });
  asked[2]?.answer(placeIn(late, { "jobs.batch": "all" }, "local/jobs.batch").place);
  await settle();
  expect(pods.heard).toEqual([]);
  expect(late.heard).toEqual([]);
  expect(nodes.ops).toEqual(["open"]);
});

test("rights that shrink are passed on, none at all close the window, and it comes back with them", async () => {
  const index = new Recorder();
  const { place, change } = placeIn(index, { pods: "all" });
  open(1, 4, query("pods"));
  asked[0]?.answer(place);
  await settle();
  change({ pods: ["a"] });
  expect(index.heard.at(-1)).toEqual({ op: "rescope", socket: 7, id: 1, scope: { pods: ["a"] } });
  change({ pods: "none" });
  expect(index.ops).toEqual(["open", "rescope", "close"]);
  expect(failures).toEqual([{ code: "forbidden", id: 1, rev: 4 }]);
  // What the index had said before is not for these eyes any more.
  index.sink?.out([snapshot(1)]);
  expect(written).toEqual([]);
  windows.take({ op: "move", id: 1, rev: 5, from: 0, rows: 10 });
  expect(failures.at(-1)).toEqual({ code: "forbidden", id: 1, rev: 5 });
  change({ pods: ["b"] });
  expect(index.heard.at(-1)).toMatchObject({ op: "open", id: 1, rev: 5, scope: { pods: ["b"] } });
  index.sink?.out([snapshot(1)]);
  expect(written).toEqual([snapshot(1)]);
});

test("wished namespaces without a right in any are refused, and no other ones are shown", async () => {
  const index = new Recorder();
  open(1, 1, query("pods", { namespaces: ["b"] }));
  asked[0]?.answer(placeIn(index, { pods: ["a"] }).place);
  await settle();
  expect(index.heard).toEqual([]);
  expect(failures).toEqual([{ code: "forbidden", id: 1, rev: 1 }]);
});

test("rights that cannot be asked for close the window with the reason; it is told once and heals by itself", async () => {
  const index = new Recorder();
  const first = placeIn(index, { pods: "all" });
  open(1, 1, query("pods"));
  asked[0]?.answer(first.place);
  await settle();
  const failure = new CratonError("unavailable", { what: "the check of your rights", why: "no answer" });
  first.change({}, failure);
  expect(index.ops).toEqual(["open", "close", "removed"]);
  expect(failures).toEqual([{ code: "unavailable", id: 1, rev: 1 }]);
  for (let round = 1; round <= 3; round++) {
    await vi.advanceTimersByTimeAsync(1_000);
    asked[round]?.fail(failure);
    await settle();
  }
  expect(failures).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1_000);
  asked[4]?.answer(placeIn(index, { pods: "all" }).place);
  await settle();
  expect(index.ops).toEqual(["open", "close", "removed", "open"]);
  expect(first.isWatched()).toBe(false);
});

test("a credential that is refused is tried again in a while, a list that is not there is not", async () => {
  open(1, 1, query("pods"));
  open(2, 1, query("gadgets"));
  asked[0]?.fail(new CratonError("cluster-auth", { cluster: "local", why: "it does not accept the credential" }));
  asked[1]?.fail(new CratonError("not-found", { what: "kind", value: "gadgets" }));
  await settle();
  expect(failures.map(({ code }) => code)).toEqual(["cluster-auth", "not-found"]);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(asked).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.slice(2).map(({ query: { kind } }) => kind)).toEqual(["pods"]);
});

test("rights that are lost while another list is asked for end the old one at once", async () => {
  const index = new Recorder();
  const pods = placeIn(index, { pods: "all" });
  open(1, 1, query("pods"));
  asked[0]?.answer(pods.place);
  await settle();
  windows.take({ op: "query", id: 1, rev: 2, query: query("pods", { filter: "web" }) });
  pods.change({ pods: ["a"] });
  expect(index.ops).toEqual(["open", "close"]);
  asked[1]?.answer(placeIn(index, { pods: ["a"] }).place);
  await settle();
  expect(index.heard.at(-1)).toMatchObject({ op: "open", rev: 2, scope: { pods: ["a"] } });
});

test("a change of rights is the change of the windows that it concerns", async () => {
  const index = new Recorder();
  const pods = placeIn(index, { pods: "all" });
  open(1, 1, query("pods"));
  open(2, 1, query("nodes"));
  asked[0]?.answer(pods.place);
  asked[1]?.answer(placeIn(index, { nodes: "all" }, "local/nodes").place);
  await settle();
  pods.change({ pods: "none" });
  index.sink?.out([snapshot(1), snapshot(2)]);
  expect(written).toEqual([snapshot(2)]);
});

test("windows of several clusters share the socket; of an index that is left nothing comes any more", async () => {
  const [one, other] = [new Recorder(), new Recorder()];
  open(1, 1, query("pods"));
  asked[0]?.answer(placeIn(one, { pods: "all" }).place);
  open(2, 1, query("pods", { cluster: "other" }));
  asked[1]?.answer(placeIn(other, { pods: "all" }, "other/pods").place);
  await settle();
  one.sink?.out([snapshot(1)]);
  other.sink?.out([snapshot(2)]);
  windows.taken();
  expect([one.ops, other.ops]).toEqual([
    ["open", "ready"],
    ["open", "ready"],
  ]);
  windows.take({ op: "query", id: 1, rev: 2, query: query("pods", { cluster: "other" }) });
  asked[2]?.answer(placeIn(other, { pods: "all" }, "other/pods").place);
  await settle();
  expect(one.ops).toEqual(["open", "ready", "close", "removed"]);
  one.sink?.out([snapshot(1)]);
  expect(written).toEqual([snapshot(1), snapshot(2)]);
});

test("an index that is lost ends the socket when all hangs on it, else its windows open anew", async () => {
  const index = new Recorder();
  open(1, 1, query("pods"));
  asked[0]?.answer(placeIn(index, { pods: "all" }).place);
  open(2, 1, query("nodes", { cluster: "fleet" }));
  asked[1]?.answer(placeIn(vital, { nodes: "all" }, "fleet/nodes").place);
  await settle();
  index.sink?.lost();
  expect(failures).toEqual([{ code: "unavailable", id: 1, rev: 1 }]);
  await vi.advanceTimersByTimeAsync(1_000);
  asked[2]?.answer(placeIn(index, { pods: "all" }).place);
  await settle();
  expect(index.ops).toEqual(["open", "close", "removed", "open"]);
  expect(lost).toBe(0);
  vital.sink?.lost();
  expect(lost).toBe(1);
});

test("64 windows and no more, also while none is answered yet", () => {
  for (let id = 0; id < 64; id++) open(id, 1, query("pods"));
  expect(() => open(64, 1, query("pods"))).toThrow("64 windows");
  expect(asked).toHaveLength(64);
  windows.take({ op: "close", id: 0 });
  open(64, 1, query("pods"));
  expect(asked).toHaveLength(65);
});
