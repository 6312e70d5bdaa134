/** What the edges (agent/http, later agent/cri) may ask of pods. Implemented by pods.ts. */

import type { NodeUsage } from "../../lib/contract/node.ts";
import type { IsolatorReport, Pod, PodCreate, PodStop, PodUsage } from "../../lib/contract/pod.ts";
import type { LogLine } from "../../lib/contract/stdio.ts";
import type { Stdio } from "../host/host.ts";

/** Who asks: the asserted user. Rights that a creation needs are checked through `may` with `role`. */
export type Actor = { user: string; role: import("../../lib/contract/roles.ts").Role };

export type PodPlan = { manifest: unknown; isolators: IsolatorReport[]; warnings: string[] };

export interface PodService {
  /** Re-reads the disk, re-attaches, finishes or undoes what was half done. Once, before anything else. */
  recover(): Promise<void>;
  list(): Pod[];
  /** `id` is a UUID or a unique beginning of one (`pod-not-found`, `ambiguous-id`). */
  get(id: string): Pod;
  manifest(id: string): unknown;
  /** Validates and plans without making anything: the guided form's dry run. */
  plan(request: PodCreate, actor: Actor): Promise<PodPlan>;
  /** Returns when the pod runs (or is prepared, with `start: false`); a known uuid answers the pod that exists. */
  create(request: PodCreate, actor: Actor): Promise<Pod>;
  start(id: string, actor: Actor): Promise<Pod>;
  /** Returns when all apps have ended. */
  stop(id: string, options: PodStop, actor: Actor): Promise<Pod>;
  remove(id: string, actor: Actor): Promise<void>;
  exec(
    id: string,
    app: string,
    options: { command: string[]; tty: { columns: number; rows: number } | null; env?: string[] },
    actor: Actor,
  ): Promise<Stdio>;
  attach(id: string, app: string, actor: Actor): Promise<Stdio>;
  /** Lines from the log's end minus `tail` (default all); with `follow` until the app has ended and all is read, or `signal` aborts. */
  logs(
    id: string,
    app: string,
    options: { tail?: number; since?: string; follow: boolean; signal: AbortSignal },
  ): AsyncIterable<LogLine>;
  usage(): Promise<{ node: NodeUsage; pods: PodUsage[] }>;
  /** Pods that use the image. */
  using(imageId: string): string[];
  close(): Promise<void>;
}
