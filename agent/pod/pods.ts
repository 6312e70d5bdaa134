/** The pod core: PodService over disk, host, images and events. Each verb has a file of its own; this one finds the pod. */
import { join } from "node:path";
import { CratonError } from "../../lib/contract/errors.ts";
import type { Pod, PodCreate, PodStop } from "../../lib/contract/pod.ts";
import { type Disk, disk as realDisk } from "../disk.ts";
import { openFormat } from "../disk-format.ts";
import type { EventService } from "../event/service.ts";
import type { Host, Stdio } from "../host/host.ts";
import type { ImageService } from "../image/service.ts";
import type { Core } from "./core.ts";
import { podFolder } from "./core.ts";
import { createPod } from "./create.ts";
import { attachToApp, type ExecOptions, execInApp } from "./exec.ts";
import type { LivePod } from "./live-pod.ts";
import { LogKeeper, logFolder } from "./log-keeper.ts";
import { defaultLogLimits, type LogLimits } from "./log-rotate.ts";
import { followLogs, type LogOptions } from "./logs.ts";
import { planRequest } from "./plan.ts";
import { recoverPods } from "./recover.ts";
import { removePod } from "./remove.ts";
import type { Actor, PodPlan, PodService } from "./service.ts";
import { startPod } from "./start.ts";
import { stopPod } from "./stop.ts";
import { PodStore } from "./store.ts";
import { UsageMeter } from "./usage.ts";

export type PodsOptions = {
  /** STATE; pods live in STATE/agent/pods. */
  state: string;
  /** The node's name. */
  node: string;
  host: Host;
  images: ImageService;
  events: EventService;
  /** For failures with nobody waiting for an answer: a log line. */
  report: (error: unknown, what: string) => void;
  logLimits?: LogLimits;
  disk?: Disk;
  now?: () => number;
};

const idle = new Set(["exited", "aborted", "removing"]);

export class Pods implements PodService {
  readonly #core: Core;
  readonly #usage: UsageMeter;

  constructor({ state, node, host, images, events, report, ...options }: PodsOptions) {
    const disk = options.disk ?? realDisk;
    this.#core = {
      node,
      state,
      host,
      images,
      events,
      disk,
      report,
      store: new PodStore(join(state, "agent", "pods"), disk),
      logs: new LogKeeper(options.logLimits ?? defaultLogLimits, report),
      pods: new Map(),
      newer: new Map(),
      creating: new Map(),
      untold: new Set(),
      now: options.now ?? Date.now,
      closed: false,
      turns: 0,
    };
    this.#usage = new UsageMeter(this.#core);
  }

  async recover(): Promise<void> {
    await openFormat(join(this.#core.state, "agent"), this.#core.disk);
    await recoverPods(this.#core);
  }
  /** Newest last. */
  list(): Pod[] {
    return [...this.#core.pods.values()].map((pod) => pod.view);
  }
  get(id: string): Pod {
    return this.#find(id).view;
  }
  manifest(id: string): unknown {
    return this.#find(id).file.plan.manifest;
  }
  async plan(request: PodCreate, actor: Actor): Promise<PodPlan> {
    const uuid = request.uuid ?? "00000000-0000-0000-0000-000000000000";
    const { plan, isolators, warnings } = await planRequest(this.#core, request, uuid, actor);
    return { manifest: plan.manifest, isolators, warnings };
  }
  create(request: PodCreate, actor: Actor): Promise<Pod> {
    return createPod(this.#core, request, actor);
  }
  async start(id: string, actor: Actor): Promise<Pod> {
    return startPod(this.#core, this.#find(id), actor);
  }
  async stop(id: string, options: PodStop, actor: Actor): Promise<Pod> {
    return stopPod(this.#core, this.#find(id), options, actor);
  }
  /** Removing what was removed before is success. */
  async remove(id: string, actor: Actor): Promise<void> {
    const { pods, newer, events } = this.#core;
    if (!pods.has(id) && !newer.has(id) && events.wasRemoved("pod", id)) return;
    return removePod(this.#core, this.#find(id), actor);
  }
  async exec(id: string, app: string, options: ExecOptions, actor: Actor): Promise<Stdio> {
    return execInApp(this.#core, this.#find(id), app, options, actor);
  }
  async attach(id: string, app: string, actor: Actor): Promise<Stdio> {
    return attachToApp(this.#core, this.#find(id), app, actor);
  }
  logs(id: string, app: string, options: LogOptions): ReturnType<PodService["logs"]> {
    const pod = this.#find(id);
    if (!pod.status.apps[app]) throw new CratonError("app-not-found", { uuid: pod.uuid, app });
    const place = {
      app,
      folder: () => logFolder(podFolder(this.#core, pod)),
      ended: () => pod.status.apps[app]?.state === "exited" || pod.state === "removing" || this.#core.closed,
    };
    return followLogs(this.#core.logs, pod.uuid, place, options);
  }
  usage(): ReturnType<PodService["usage"]> {
    return this.#usage.read();
  }
  using(imageId: string): string[] {
    return [...this.#core.pods.values()]
      .filter((pod) => !idle.has(pod.state) && pod.file.plan.apps.some(({ image }) => image.id === imageId))
      .map((pod) => pod.uuid);
  }
  /** Lets go of everything; the pods run on. */
  async close(): Promise<void> {
    const { pods, logs } = this.#core;
    this.#core.closed = true;
    for (const pod of pods.values()) pod.unwatch();
    logs.close();
    await Promise.all([...pods.values()].map((pod) => pod.queue.idle()));
  }

  #find(id: string): LivePod {
    const { pods, newer } = this.#core;
    const exact = pods.get(id);
    if (exact) return exact;
    const refused = newer.get(id);
    if (refused) throw refused;
    const found = id === "" ? [] : [...pods.values()].filter(({ uuid }) => uuid.startsWith(id));
    const [only, another] = found;
    if (another) throw new CratonError("ambiguous-id", { value: id, what: "pod", count: found.length });
    if (!only) throw new CratonError("pod-not-found", { uuid: id });
    return only;
  }
}
