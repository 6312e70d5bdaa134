/**
 * What a pod of one app costs on the Linux host: `node e2e/bench/host-start.ts [runs]`, as root. A figure for each step, runtime
 * and network, taken in turn so that noise meets all alike.
 */
import { performance } from "node:perf_hooks";
import { ended, openBench } from "../../agent/host/contract/bench.ts";
import { openLinux } from "../support/linux-host.ts";
import { figure, print } from "./figures.ts";

const runs = Number(process.argv[2] ?? 20);
const steps = ["sandbox", "create", "start", "exec", "end", "removeApp", "removeSandbox"] as const;
type Case = { name: string; runtime: "crun" | "runc"; net: "default" | "none"; ports: boolean };
const cases: Case[] = [
  { name: "crun, bridge", runtime: "crun", net: "default", ports: false },
  { name: "crun, bridge and a port", runtime: "crun", net: "default", ports: true },
  { name: "crun, no network", runtime: "crun", net: "none", ports: false },
  { name: "runc, bridge", runtime: "runc", net: "default", ports: false },
];

const hosts = { crun: await openLinux("crun"), runc: await openLinux("runc") };
const benches = { crun: openBench(hosts.crun), runc: openBench(hosts.runc) };
const samples = new Map(cases.map(({ name }) => [name, [] as Record<string, number>[]]));

async function once({ runtime, net, ports }: Case): Promise<Record<string, number>> {
  const { host, commands, freePort, podSpec, appSpec } = benches[runtime];
  const times: Record<string, number> = {};
  const time = async <T>(step: (typeof steps)[number], work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    times[step] = performance.now() - began;
    return result;
  };
  const hostPort = ports ? await freePort() : 0;
  const spec = podSpec({ net, ports: ports ? [{ protocol: "tcp", hostIP: "0.0.0.0", hostPort, podPort: 80 }] : [] });
  const sandbox = await time("sandbox", () => host.createSandbox(spec));
  const app = appSpec({ spec, sandbox }, commands.idle, { limits: { cpu: 1, memory: 64 << 20 } });
  const made = await time("create", () => host.createApp(app));
  await time("start", () => host.startApp(app.id));
  times.total = (times.sandbox ?? 0) + (times.create ?? 0) + (times.start ?? 0);
  await time("exec", async () => (await host.exec({ app, args: ["/bin/true"], env: [], cwd: "/", tty: null })).exit);
  await time("end", async () => {
    const gone = ended(host, made.shim);
    await host.signalApp(app.id, "SIGKILL");
    await gone;
  });
  await time("removeApp", () => host.removeApp(app));
  await time("removeSandbox", () => host.removeSandbox(spec));
  return times;
}

try {
  for (let run = -2; run < runs; run += 1)
    for (const one of cases) {
      const times = await once(one);
      if (run >= 0) samples.get(one.name)?.push(times);
    }
} finally {
  await benches.crun.close();
  await benches.runc.close();
}

for (const [name, all] of samples) {
  const of = (step: string) => all.map((times) => times[step] ?? 0);
  print(figure(`${name}: created and started`, "ms", of("total"), name === "crun, bridge" ? { goal: 70 } : {}));
  for (const step of steps) print(figure(`${name}: ${step}`, "ms", of(step)));
}
