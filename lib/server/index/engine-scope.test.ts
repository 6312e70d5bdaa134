/** What windows see of an engine: by scope, while kinds come and go. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kinds } from "../../contract/kinds.ts";
import type { ServerMessage, WindowQuery } from "../../contract/live.ts";
import { Engine } from "./engine.ts";
import type { Scope } from "./scope.ts";

let engine: Engine;
let sent: { socket: number; message: ServerMessage; bytes: number }[];
let tick: number;
let looks: string[];
let down: boolean;
let loading: { rows: number; of: number | null } | null;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  tick = 0;
  looks = [];
  down = false;
  loading = null;
  const feed = {
    get tick() {
      return tick;
    },
    want: (kind: string) => looks.push(`+${kind}`),
    release: (kind: string) => looks.push(`-${kind}`),
    kindOf: () => "",
    sources: () => [
      {
        name: "n",
        state: down ? ("down" as const) : ("live" as const),
        asOf: 1,
        why: null,
        ...(loading && { loading }),
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
  const table = engine.addKind(kind);
  for (let at = 0; at < 40; at++) {
    const namespace = at % 4 === 0 ? "b" : "a";
    table.put(`${namespace}/${at}`, 0, [`job-${100 + at}`, namespace, { word: "Complete", tone: "ok" }]);
  }
  engine.changed();
  flush();
  const wish = query({ kind: kind.name });
  open(1, 1, 1, wish, { [kind.name]: "all" });
  open(2, 1, 1, wish, { [kind.name]: "all" });
  engine.ready(1);
  engine.ready(2);
  const before = sent.length;
  engine.rescope(1, 1, { [kind.name]: ["a"] });
  const { message } = lastOf(1) ?? {};
  if (message?.op !== "delta") throw new Error("not a delta");
  expect(message.rows?.remove).toHaveLength(10);
  expect(message.rows?.put).toBeUndefined();
  expect(message.counts).toEqual({ total: 30, matched: 30, byStatus: { Complete: 30 } });
  expect(sent).toHaveLength(before + 1);
  engine.ready(1);
  engine.rescope(1, 1, { [kind.name]: ["a"] });
  expect(sent).toHaveLength(before + 1);
  table.put("b/new", 0, ["job-000", "b", { word: "Complete", tone: "ok" }]);
  engine.changed();
  flush();
  expect(sent.slice(before + 1).map(({ socket }) => socket)).toEqual([2]);
  engine.rescope(1, 1, {});
  expect(lastOf(1)?.message).toMatchObject({ op: "delta", counts: { total: 0, matched: 0, byStatus: {} } });
});

test("a kind that is replaced or goes ends its windows with the reason, which a new open heals", () => {
  fill(1);
  flush();
  open(1, 1, 3, query());
  engine.ready(1);
  engine.addKind(kinds.pods);
  flush();
  expect(lastOf(1)?.message).toMatchObject({ op: "error", id: 1, rev: 3, error: { code: "kind-changed" } });
  engine.ready(1);
  open(1, 1, 4, query());
  expect(lastOf(1)?.message).toMatchObject({ op: "snapshot", rev: 4, counts: { total: 0 } });
  engine.ready(1);
  engine.removeKind("pods");
  flush();
  expect(lastOf(1)?.message).toMatchObject({ op: "error", id: 1, rev: 4, error: { code: "not-found" } });
});

test("the feed hears of the first and of the last look at a kind", () => {
  open(1, 1, 1, query());
  open(2, 1, 1, query());
  open(2, 2, 1, query({ kind: "images", sort: [] }), { images: "all" });
  open(2, 2, 2, query({ kind: "nodes", sort: [] }), { nodes: "all" });
  engine.closeWindow(1, 1);
  engine.closeWindow(1, 1);
  engine.gone(2);
  expect(looks).toEqual(["+pods", "+images", "+nodes", "-images", "-pods", "-nodes"]);
});

test("how many rows have come in all is told to who may see all of them, to others what they see of them", () => {
  fill(3);
  flush();
  loading = { rows: 500, of: 150_000 };
  open(1, 1, 1, query());
  expect(lastOf(1)?.message).toMatchObject({ sources: [{ loading: { rows: 500, of: 150_000 } }] });
  open(2, 1, 1, query(), { pods: ["a"] });
  expect(lastOf(2)?.message).toMatchObject({ sources: [{ loading: { rows: 0, of: null } }] });
});
