/**
 * `node pod-life-child.ts '{"at": N, "state": …}'`: lives pod-life.ts over the kept world of `state`, or with `linux` over that
 * host, and kills itself with SIGKILL at point N. Ends with a line `points COUNT` when it gets to the end.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { Events } from "../../agent/event/events.ts";
import { type LinuxHostConfig, linuxHost } from "../../agent/host/linux.ts";
import { Pods } from "../../agent/pod/pods.ts";
import type { Pod } from "../../lib/contract/pod.ts";
import { Cut } from "./cut.ts";
import { type Life, live } from "./pod-life.ts";
import { boxImages } from "./pod-world.ts";
import { WorldHost } from "./world-host.ts";

type Wanted = { at: number; state: string; linux?: LinuxHostConfig; tree: string };
const { at, state, linux, tree } = JSON.parse(process.argv[2] ?? "") as Wanted;

const say = (line: string) => void writeSync(1, `${line}\n`);
const cut = new Cut(at, () => process.kill(process.pid, "SIGKILL"));
const events = new Events(join(state, "agent/events.db"));
const world = linux ? null : new WorldHost(state, join(state, "world.json"));
const pods = new Pods({
  ...{ state, node: "node-a", disk: cut.disk(), events: cut.events(events), images: boxImages(tree) },
  host: cut.host(world ?? linuxHost(linux as LinuxHostConfig)),
  report: (error, what) => void process.stderr.write(`${what}: ${error}\n`),
});

const shell = (script: string) => ["/bin/sh", "-c", script];
const life: Life = {
  idle: world ? ["/bin/app"] : shell("trap 'exit 0' USR1; while :; do sleep 1 & wait; done"),
  fail: (code) => (world ? ["/bin/app", `exit=${code}`] : shell(`exit ${code}`)),
  async endWell(of, uuid, app) {
    if (world) return world.exit(`${uuid}.${app}`, 0);
    const pid = of.get(uuid).apps.find(({ name }) => name === app)?.pid;
    if (pid) process.kill(pid, "SIGUSR1");
  },
  async until(uuid, test) {
    const { signal } = new AbortController();
    if (test(pods.get(uuid))) return pods.get(uuid);
    for await (const line of events.read(events.last, { follow: true, signal }))
      if (line.event.id === uuid && line.pod && test(line.pod)) return line.pod as Pod;
    throw new Error(`pod ${uuid} never got there`);
  },
};

await live(pods, life, say);
say(`points ${cut.count}`);
// The pods run on, as after any end of an agent.
process.kill(process.pid, "SIGKILL");
