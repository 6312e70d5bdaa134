/** The pod core over a Linux host of a test's own, with one image, `box`, that is busybox. */
import { join } from "node:path";
import { Events } from "../../agent/event/events.ts";
import type { LogLimits } from "../../agent/pod/log-rotate.ts";
import { Pods } from "../../agent/pod/pods.ts";
import type { Pod, PodCreate } from "../../lib/contract/pod.ts";
import { openLinux, shell, type TestHost } from "./linux-host.ts";
import { admin, boxImages } from "./pod-world.ts";

/** An app named `name` that runs a line of shell. */
export const sh = (name: string, script: string, more: object = {}) => ({
  ...{ image: "box", name, exec: shell(script) },
  ...more,
});
export const podOf = (...apps: ReturnType<typeof sh>[]): PodCreate => ({ apps, net: "none" });

export class PodLinux {
  readonly linux: TestHost;
  events: Events;
  pods: Pods;
  readonly reports: string[] = [];

  constructor(linux: TestHost, logLimits?: LogLimits) {
    this.linux = linux;
    this.events = new Events(join(linux.state, "agent/events.db"));
    this.pods = this.#core(linux.host, logLimits);
  }
  static async open(logLimits?: LogLimits): Promise<PodLinux> {
    const made = new PodLinux(await openLinux(), logLimits);
    await made.pods.recover();
    return made;
  }
  #core(host: TestHost["host"], logLimits?: LogLimits): Pods {
    return new Pods({
      ...{ state: this.linux.state, node: "node-a", host, events: this.events, ...(logLimits && { logLimits }) },
      images: boxImages(this.linux.lower[0] ?? ""),
      report: (error, what) => void this.reports.push(`${what}: ${error instanceof Error ? error.message : error}`),
    });
  }
  /** Ends the core, lets `meanwhile` happen, and begins another one as a new agent would. */
  async restart(meanwhile: () => unknown = () => {}): Promise<void> {
    await this.pods.close();
    this.events.close();
    await meanwhile();
    this.events = new Events(join(this.linux.state, "agent/events.db"));
    this.pods = this.#core(this.linux.again());
    await this.pods.recover();
  }
  /** Stops and removes every pod; then the host must hold nothing. */
  async clear(): Promise<string[]> {
    for (const { uuid, state } of this.pods.list()) {
      if (state === "running" || state === "stopping") await this.pods.stop(uuid, { force: true }, admin);
      await this.pods.remove(uuid, admin);
    }
    const { uuids, apps } = await this.linux.host.leftovers();
    return [...uuids, ...apps];
  }
  async close(): Promise<void> {
    const left = await this.clear();
    await this.pods.close();
    this.events.close();
    await this.linux.close();
    if (left.length > 0) throw new Error(`the host still held ${left.join(", ")}`);
  }

  async until(uuid: string, test: (pod: Pod) => boolean): Promise<Pod> {
    const abort = new AbortController();
    if (test(this.pods.get(uuid))) return this.pods.get(uuid);
    for await (const { event, pod } of this.events.read(this.events.last, { follow: true, signal: abort.signal }))
      if (event.id === uuid && pod && test(pod)) return pod;
    throw new Error(`pod ${uuid} never got there`);
  }
  ended(uuid: string): Promise<Pod> {
    return this.until(uuid, (pod) => pod.state === "exited");
  }
  /** All lines of an app until it has ended. */
  async lines(uuid: string, app: string, signal = new AbortController().signal): Promise<string[]> {
    const texts: string[] = [];
    for await (const line of this.pods.logs(uuid, app, { follow: true, signal })) texts.push(line.text);
    return texts;
  }
  /** Reads an app's log until a line is `text`. */
  async said(uuid: string, app: string, text: string): Promise<void> {
    const { signal } = new AbortController();
    for await (const line of this.pods.logs(uuid, app, { follow: true, signal })) if (line.text === text) return;
    throw new Error(`app ${app} never said ${text}`);
  }
  async run(uuid: string, app: string, command: string[]): Promise<{ code: number | null; out: string }> {
    const stdio = await this.pods.exec(uuid, app, { command, tty: null }, admin);
    let out = "";
    stdio.onData((_, data) => {
      out += data;
    });
    stdio.closeStdin();
    const { code } = await stdio.exit;
    return { code, out };
  }
}
