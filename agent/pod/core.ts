/** What all verbs share, and the only two ways in which a pod's status changes. */
import { CratonError } from "../../lib/contract/errors.ts";
import type { EventRecord } from "../../lib/contract/event.ts";
import type { Pod } from "../../lib/contract/pod.ts";
import type { Disk } from "../disk.ts";
import type { EventService } from "../event/service.ts";
import type { Host } from "../host/host.ts";
import type { ImageService } from "../image/service.ts";
import type { LivePod } from "./live-pod.ts";
import type { LogKeeper } from "./log-keeper.ts";
import type { Phase } from "./phase.ts";
import type { Status } from "./record.ts";
import type { PodStore } from "./store.ts";

export type Core = {
  readonly node: string;
  /** STATE: never a host volume. */
  readonly state: string;
  readonly host: Host;
  readonly images: ImageService;
  readonly events: EventService;
  readonly disk: Disk;
  readonly store: PodStore;
  readonly logs: LogKeeper;
  readonly pods: Map<string, LivePod>;
  /** Pods whose files a newer version wrote, with the error that says so. They are left alone. */
  readonly newer: Map<string, CratonError>;
  /** Creations under way, with the request they answer. */
  readonly creating: Map<string, { request: string; pod: Promise<Pod> }>;
  /** Pods with a change that no event has told. */
  readonly untold: Set<LivePod>;
  readonly now: () => number;
  /** For what fails with nobody waiting for an answer. */
  readonly report: (error: unknown, what: string) => void;
  closed: boolean;
  /** How many pods have begun to start. */
  turns: number;
};

export const nowText = (core: Core): string => new Date(core.now()).toISOString();
export const podFolder = (core: Core, pod: LivePod): string => core.store.folder(pod.phase, pod.uuid);

/** Writes the change and then shows it; when it cannot be written nothing has changed. Within the pod's queue only. */
export async function change(core: Core, pod: LivePod, patch: Partial<Status>): Promise<void> {
  const next = pod.changed(patch);
  await core.store.saveStatus(pod.phase, pod.uuid, next);
  pod.unsaved = false;
  show(core, pod, next);
}

function show(core: Core, pod: LivePod, next: Status): void {
  pod.show(next);
  core.logs.poke(pod.uuid);
}

/**
 * Shows what has happened already, whether it can be written or not (an app that has ended has ended). A pod that could not be
 * written keeps what the host holds of it, so that a restart can read the exit codes again. Within the pod's queue only.
 */
export async function record(core: Core, pod: LivePod, patch: Partial<Status>): Promise<void> {
  const next = pod.changed(patch);
  try {
    await core.store.saveStatus(pod.phase, pod.uuid, next);
    pod.unsaved = false;
  } catch (error) {
    pod.unsaved = true;
    core.report(error, `the status of pod ${pod.uuid} could not be saved`);
  }
  show(core, pod, next);
}

export async function move(core: Core, pod: LivePod, to: Phase, state: Status["state"]): Promise<void> {
  await core.store.move(pod.uuid, pod.phase, to);
  pod.phase = to;
  show(core, pod, pod.changed({ state }));
}

export type Told = { level?: EventRecord["level"]; app?: string; user?: string; gone?: boolean };

/** Emits an event with the pod as it is now. What cannot be told now is told with the next event, or after a restart. */
export function tell(core: Core, pod: LivePod, reason: string, message: string, told: Told = {}): void {
  const emit = (of: LivePod, why: string, text: string, { level, app, user, gone }: Told) =>
    core.events.emit(
      {
        level: level ?? "normal",
        reason: why,
        message: text,
        noun: "pod",
        id: of.uuid,
        name: of.file.plan.name,
        app: app ?? null,
        user: user ?? null,
      },
      { pod: gone ? null : of.view },
    );
  try {
    emit(pod, reason, message, told);
    core.untold.delete(pod);
    for (const other of core.untold) {
      const gone = core.pods.get(other.uuid) !== other;
      emit(other, gone ? "PodRemoved" : "PodChanged", "told late: the event log could not be written", { gone });
      core.untold.delete(other);
    }
  } catch (error) {
    core.untold.add(pod);
    core.report(error, `event ${reason} of pod ${pod.uuid} could not be written`);
  }
}

/** The words of an error for a pod's `reason`. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Our own errors as they are; anything else as `pod-failed`. */
export function podError(error: unknown, uuid: string, verb: string): CratonError {
  if (error instanceof CratonError) return error;
  return new CratonError("pod-failed", { uuid, verb, why: sentence(error) }, { cause: error });
}
