/**
 * Bench of a slow browser beside a quick one: how long a change takes to reach the quick one, alone and beside readers of
 * one byte a second. Prints one JSON object. `node e2e/bench/slow-reader.ts [slow readers] [seconds]`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { liveProtocol, type WindowQuery } from "../../lib/contract/live.ts";
import { startLiveWorld } from "../support/live-world.ts";
import { openSlowSocket } from "../support/slow-socket.ts";

const [slowReaders = 10, seconds = 8] = process.argv.slice(2).map(Number);
const rows = 200;
const query: WindowQuery = {
  kind: "pods",
  cluster: "fleet",
  namespaces: [],
  filter: "",
  status: [],
  sort: [],
  from: 0,
  rows,
};
const filler = "x".repeat(500);

const world = await startLiveWorld();
const pods = world.engine.table("pods");
function put(at: number, text: string): void {
  const cells = pods.kind.columns.map(({ id }) => (id === "images" ? text : id === "created" ? at : null));
  pods.put(`n/${at}`, 0, cells);
}
/** Changes every cell of the page each 50 ms, stamped with the time. */
function stamp(): void {
  for (let at = 0; at < rows; at++) put(at, `${performance.now().toFixed(3)} ${filler}`);
  world.engine.changed();
}

async function measure(): Promise<{ median: number; p99: number; messages: number }> {
  const socket = new WebSocket(`${world.url}/ws/live`, liveProtocol, { headers: world.signIn("viewer").headers });
  const took: number[] = [];
  socket.on("message", (data) => {
    const newest = /"images":"(\d+\.\d+) x/.exec(data.toString())?.[1];
    if (newest !== undefined) took.push(performance.now() - Number(newest));
  });
  socket.on("open", () => socket.send(JSON.stringify({ op: "open", id: 1, rev: 1, query })));
  await sleep(1_000);
  took.length = 0;
  await sleep(seconds * 1000);
  socket.terminate();
  took.sort((a, b) => a - b);
  const at = (share: number) => Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0);
  return { median: at(0.5), p99: at(0.99), messages: took.length };
}

stamp();
const churn = setInterval(stamp, 50);
const alone = await measure();
const before = process.memoryUsage().rss;
const slow = Array.from({ length: slowReaders }, () =>
  openSlowSocket(world.url, world.signIn("viewer").headers, query),
);
const trickle = setInterval(() => {
  for (const socket of slow) socket.resume();
}, 1_000);
const beside = await measure();
const rssGrewMb = Math.round((process.memoryUsage().rss - before) / 1048576);
clearInterval(churn);
clearInterval(trickle);
for (const socket of slow) socket.destroy();
await world.close();
console.log(JSON.stringify({ slowReaders, seconds, aloneMs: alone, besideMs: beside, rssGrewMb }, null, 2));
process.exit(0);
