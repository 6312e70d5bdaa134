/** The bench's thread: an engine with synthetic rows and a steady stream of changes; measures itself. */
import { parentPort } from "node:worker_threads";
import { kinds } from "../../lib/contract/kinds.ts";
import { Engine } from "../../lib/server/index/engine.ts";
import { cellsOf, keyOf, numbers } from "./index-feed.ts";

export type BenchToWorker =
  | { op: "fill"; rows: number }
  | { op: "churn"; perSecond: number }
  | { op: "open"; socket: number; query: Parameters<Engine["open"]>[3]; at: number }
  | { op: "ready"; socket: number }
  | { op: "measure" };

const port = parentPort;
if (port === null) throw new Error("runs as a thread of the bench");
const next = numbers(1);
const feed = {
  tick: 0,
  want: () => {},
  release: () => {},
  sources: () => [],
  isStale: () => false,
  kindOf: () => "",
};
const engine = new Engine(feed, (socket, texts) => port.postMessage({ op: "out", socket, texts, at: Date.now() }));
for (const kind of Object.values(kinds)) engine.addKind(kind);
let rows = 0;
let churn: NodeJS.Timeout | null = null;
let cpu = process.threadCpuUsage();
let since = performance.now();

function put(at: number): void {
  engine.table("pods").put(keyOf(at), 0, cellsOf(engine, at, next));
}

port.on("message", (message: BenchToWorker) => {
  if (message.op === "fill") {
    rows = message.rows;
    const began = performance.now();
    for (let at = 0; at < rows; at++) put(at);
    engine.changed();
    port.postMessage({ op: "filled", ms: performance.now() - began });
  }
  if (message.op === "churn") {
    if (churn !== null) clearInterval(churn);
    const stepMs = 20;
    const each = Math.round((message.perSecond * stepMs) / 1000);
    churn =
      each === 0
        ? null
        : setInterval(() => {
            for (let one = 0; one < each; one++) put(next(rows));
            engine.changed();
          }, stepMs);
    port.postMessage({ op: "churning" });
  }
  if (message.op === "open") engine.open(message.socket, 1, 1, message.query, { [message.query.kind]: "all" });
  if (message.op === "ready") engine.ready(message.socket);
  if (message.op === "measure") {
    const used = process.threadCpuUsage(cpu);
    const passed = performance.now() - since;
    port.postMessage({
      op: "measured",
      share: (used.user + used.system) / 1000 / passed,
      heapMb: Math.round(process.memoryUsage().heapUsed / 1048576),
    });
    cpu = process.threadCpuUsage();
    since = performance.now();
  }
});
