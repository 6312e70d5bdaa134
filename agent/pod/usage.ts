/** Use of CPU and memory now. CPU is the growth between two readings of the cgroup, so the first reading has none. */
import type { NodeUsage } from "../../lib/contract/node.ts";
import type { PodUsage, Usage } from "../../lib/contract/pod.ts";
import type { CgroupUsage } from "../host/host.ts";
import { appId } from "./app-spec.ts";
import type { Core } from "./core.ts";
import type { LivePod } from "./live-pod.ts";

/** Askers within this time get the same answer: over less, CPU is mostly noise. */
const freshMs = 250;
const atOnce = 16;
type Reading = { cpuSeconds: number; at: number; cpu: number | null };
export type UsageAnswer = { node: NodeUsage; pods: PodUsage[] };

export class UsageMeter {
  readonly #core: Pick<Core, "host" | "pods">;
  readonly #clock: () => number;
  #readings = new Map<string, Reading>();
  #last: { at: number; answer: Promise<UsageAnswer> } | null = null;

  /** `clock`: milliseconds that only grow. */
  constructor(core: Pick<Core, "host" | "pods">, clock: () => number = () => performance.now()) {
    this.#core = core;
    this.#clock = clock;
  }

  read(): Promise<UsageAnswer> {
    const at = this.#clock();
    if (!this.#last || at - this.#last.at >= freshMs) {
      const answer = this.#measure();
      this.#last = { at, answer };
      answer.catch(() => {
        this.#last = null;
      });
    }
    return this.#last.answer;
  }

  async #measure(): Promise<UsageAnswer> {
    const before = this.#readings;
    const now = new Map<string, Reading>();
    const cpu = (key: string, cpuSeconds: number): number | null => {
      const at = this.#clock();
      const last = before.get(key);
      const grown = last && at > last.at ? ((cpuSeconds - last.cpuSeconds) * 1000) / (at - last.at) : null;
      const rate = grown === null ? (last?.cpu ?? null) : Math.max(0, grown);
      now.set(key, { cpuSeconds, at, cpu: rate });
      return rate;
    };
    const node = await this.#core.host.nodeUsage();
    const running = [...this.#core.pods.values()].filter(({ state }) => state === "running" || state === "stopping");
    const pods: PodUsage[] = [];
    for (let i = 0; i < running.length; i += atOnce)
      pods.push(...(await Promise.all(running.slice(i, i + atOnce).map((pod) => this.#podUsage(pod, cpu)))));
    this.#readings = now;
    return {
      node: { cpu: cpu("", node.cpuSeconds), memory: node.memory, pids: null, load1: node.load1 },
      pods,
    };
  }

  async #podUsage(pod: LivePod, cpu: (key: string, seconds: number) => number | null): Promise<PodUsage> {
    const { host } = this.#core;
    const usage = (key: string, found: CgroupUsage | null): Usage =>
      found
        ? { cpu: cpu(key, found.cpuSeconds), memory: found.memory, pids: found.pids }
        : { cpu: null, memory: null, pids: null };
    const apps: Record<string, Usage> = {};
    for (const [name, { state }] of Object.entries(pod.status.apps)) {
      if (state !== "running") continue;
      const id = appId(pod.uuid, name);
      apps[name] = usage(id, await host.appUsage({ id, uuid: pod.uuid }));
    }
    return { uuid: pod.uuid, pod: usage(pod.uuid, await host.sandboxUsage(pod.uuid)), apps };
  }
}
