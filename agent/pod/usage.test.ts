import { afterEach, beforeEach, expect, it } from "vitest";
import { WorldHost } from "../../e2e/support/world-host.ts";
import type { LivePod } from "./live-pod.ts";
import { UsageMeter } from "./usage.ts";

const uuid = "11111111-1111-4111-8111-111111111111";
let now: number;
let host: WorldHost;
let meter: UsageMeter;
let pod: { uuid: string; state: string; status: { apps: Record<string, { state: string }> } };
beforeEach(() => {
  now = 1000;
  host = new WorldHost("/nowhere");
  pod = { uuid, state: "running", status: { apps: { main: { state: "running" }, done: { state: "exited" } } } };
  meter = new UsageMeter({ host, pods: new Map([[uuid, pod as unknown as LivePod]]) }, () => now);
});
afterEach(() => host.close());

function set(cpuSeconds: number): void {
  for (const key of [uuid, `${uuid}.main`, "node"]) host.usage.set(key, { cpuSeconds, memory: 100, pids: 2 });
}

it("counts cores from one reading to the next, and has none at the first", async () => {
  set(10);
  expect(await meter.read()).toEqual({
    node: { cpu: null, memory: 4096, pids: null, load1: 0.5 },
    pods: [{ uuid, pod: { cpu: null, memory: 100, pids: 2 }, apps: { main: { cpu: null, memory: 100, pids: 2 } } }],
  });
  now += 2000;
  set(11);
  const second = await meter.read();
  expect([second.node.cpu, second.pods[0]?.pod.cpu, second.pods[0]?.apps.main?.cpu]).toEqual([0.5, 0.5, 0.5]);
});

it("gives those who ask within a quarter of a second the same answer", async () => {
  set(1);
  const [first, same] = await Promise.all([meter.read(), meter.read()]);
  now += 249;
  expect([same, await meter.read()]).toEqual([first, first]);
  now += 1;
  expect(await meter.read()).not.toBe(first);
});

it("says nothing of a cgroup that is gone, nothing negative, and forgets ended pods", async () => {
  set(5);
  await meter.read();
  now += 1000;
  set(4);
  expect((await meter.read()).pods[0]?.pod.cpu).toBe(0);
  now += 1000;
  host.usage.clear();
  expect((await meter.read()).pods[0]?.pod).toEqual({ cpu: null, memory: null, pids: null });
  pod.state = "exited";
  now += 1000;
  expect((await meter.read()).pods).toEqual([]);
});

it("asks again after a failure", async () => {
  const real = host.nodeUsage;
  host.nodeUsage = () => Promise.reject(new Error("no /proc"));
  await expect(meter.read()).rejects.toThrow("no /proc");
  host.nodeUsage = real;
  expect((await meter.read()).node.memory).toBe(4096);
});
