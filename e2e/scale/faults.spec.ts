/**
 * Faults over real sockets, on the built console: after each, every row is right, the watch goes on where it was or the kind
 * is listed once, and nothing old is shown as new. The simulation of lib/server/index/kube/sim has thousands of them.
 */
import { afterEach, expect, test } from "vitest";
import type { ControlRequest } from "./api-server/control.ts";
import { differences, type TruthRow } from "./phases/changes.ts";
import { coldIndex } from "./phases/cold.ts";
import { isWhole, type LiveSocket } from "./support/live.ts";
import { type ScaleWorld, startScaleWorld } from "./support/world.ts";

const pods = 3_000;
let world: ScaleWorld | null = null;
let socket: LiveSocket | null = null;

/** A world of its own: waits after a fault grow with those before it. */
async function fresh(): Promise<{
  world: ScaleWorld;
  socket: LiveSocket;
  control: (ask: ControlRequest) => Promise<unknown>;
}> {
  world = await startScaleWorld({ pods, nodes: 50 });
  await coldIndex(world, pods);
  socket = await world.socket();
  const { synthetic } = world;
  return { world, socket, control: (ask) => synthetic.control(ask) };
}
afterEach(async () => {
  socket?.close();
  await world?.stop();
  [world, socket] = [null, null];
});

/** How often pods were listed. */
async function lists({ synthetic }: ScaleWorld): Promise<number> {
  const { requests } = await synthetic.counters();
  return (requests["list pods"] ?? 0) + (requests["stream pods"] ?? 0);
}

type Fault = [name: string, lists: number, asks: ControlRequest[]];
const drop: ControlRequest = { op: "watches", how: "drop", kind: "pods" };
const faults: Fault[] = [
  ["the connection goes", 0, [drop]],
  ["the connection goes in the middle of an event", 0, [{ op: "watches", how: "cut", kind: "pods" }]],
  ["the server ends the watch", 0, [{ op: "watches", how: "end", kind: "pods" }]],
  ["events come twice", 0, [{ op: "mischief", how: "double", times: 20 }]],
  ["events change places", 0, [{ op: "mischief", how: "swap", times: 20 }]],
  ["410 in the stream", 1, [{ op: "watches", how: "gone", kind: "pods" }]],
];
const refusals: Fault[] = [
  ["410 as the answer", 1, [{ op: "refuse", how: "410", times: 1, kind: "pods" }, drop]],
  ["401 once", 0, [{ op: "refuse", how: "401", times: 1, kind: "pods", verb: "watch" }, drop]],
  ["429 with Retry-After", 0, [{ op: "refuse", how: "429", times: 1, kind: "pods", verb: "watch", seconds: 1 }, drop]],
];

async function through(world: ScaleWorld, [name, wanted, asks]: Fault): Promise<void> {
  const before = await lists(world);
  const since = performance.now();
  for (const ask of asks) await world.synthetic.control(ask);
  await world.synthetic.control({ op: "burst", count: 300 });
  expect((await differences(world)).slice(0, 5), name).toEqual([]);
  process.stdout.write(`  ${name}: right after ${Math.round(performance.now() - since)} ms\n`);
  expect((await lists(world)) - before, `${name}: lists`).toBe(wanted);
}

test("breaks of a watch, one after the other", async () => {
  const { world } = await fresh();
  for (const fault of faults) await through(world, fault);
});

test("refusals, one after the other", async () => {
  const { world } = await fresh();
  for (const fault of refusals) await through(world, fault);
});

test("a stale replica is not believed", async () => {
  const { world, socket, control } = await fresh();
  const window = socket.open({ kind: "pods", sort: [{ column: "restarts", desc: true }] });
  await window.until(isWhole);
  await control({ op: "burst", count: 200 });
  const [row] = await world.synthetic.control<TruthRow[]>({ op: "truth" });
  const key = row?.[0] ?? "";
  await control({ op: "touch", key, restarts: 9_999 });
  await window.until(({ rows }) => rows[0]?.cells.restarts === 9_999);
  const steps: number[] = [];
  window.onMessage = ({ rows }) => steps.push(Number(rows[0]?.cells.restarts));
  await control({ op: "stale", behind: 150 });
  await control(drop);
  await control({ op: "touch", key, restarts: 10_001 });
  await control({ op: "stale", behind: null });
  await window.until(({ rows }) => rows[0]?.cells.restarts === 10_001);
  expect(steps.filter((restarts) => restarts < 9_999)).toEqual([]);
  expect((await differences(world)).slice(0, 5)).toEqual([]);
});

test("a restart: the view says that it is old, and recovers by itself", async () => {
  const { world, socket, control } = await fresh();
  const window = socket.open({ kind: "pods" });
  await window.until(isWhole);
  const since = performance.now();
  const before = await lists(world);
  await control({ op: "restart", downMs: 4_000 });
  await window.until(
    ({ sources, rows }) => sources.some(({ state }) => state !== "live") && rows.every(({ stale }) => stale === true),
  );
  process.stdout.write(`  a server that is gone is told after ${Math.round(performance.now() - since)} ms\n`);
  await control({ op: "burst", count: 300 });
  await window.until((told) => isWhole(told) && told.rows.every(({ stale }) => stale !== true));
  process.stdout.write(`  4 s down, whole again after ${Math.round(performance.now() - since)} ms\n`);
  expect((await differences(world)).slice(0, 5)).toEqual([]);
  expect((await lists(world)) - before).toBeLessThanOrEqual(1);
});
