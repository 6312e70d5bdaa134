/**
 * Stopping: SIGTERM to all apps, SIGKILL after the grace, and when even that does not end one in 10 s it is taken away by force.
 * Stopping a stopped pod is success. A second stop may shorten the grace, never lengthen it. What was begun is on disk, and is
 * finished after a restart.
 */
import { CratonError } from "../../lib/contract/errors.ts";
import type { Pod, PodStop } from "../../lib/contract/pod.ts";
import { podCan } from "../../lib/contract/pod-state.ts";
import { appId, appRef } from "./app-spec.ts";
import { appEnded } from "./attend.ts";
import { type Core, nowText, record, tell } from "./core.ts";
import type { LivePod } from "./live-pod.ts";
import { demand } from "./plan.ts";
import type { Actor } from "./service.ts";

const defaultGraceSeconds = 10;
const hardKillSeconds = 10;

export type StopWish = { graceSeconds: number; reason: string; user: string | null };

/** How the reason of a pod begins that a person stopped. */
export const byRequest = "stopped by ";

/** Returns when all apps have ended. */
export async function stopPod(core: Core, pod: LivePod, options: PodStop, actor: Actor): Promise<Pod> {
  demand(actor, "stop", "pod", `pod ${pod.uuid}`);
  const why = podCan.stop(pod.state);
  if (why) throw new CratonError("pod-state", { uuid: pod.uuid, verb: "be stopped", why });
  if (pod.state === "exited") return pod.view;
  const graceSeconds = options.force ? 0 : (options.graceSeconds ?? defaultGraceSeconds);
  if (pod.state === "starting") pod.stopAsked ??= { by: actor.user };
  const wish = { graceSeconds, reason: `${byRequest}${actor.user}`, user: actor.user };
  await pod.queue.run(() => beginStop(core, pod, wish));
  await pod.ended();
  return pod.view;
}

/** Within the queue. Does nothing on a pod that neither runs nor stops. */
export async function beginStop(core: Core, pod: LivePod, wish: StopWish): Promise<void> {
  if (pod.state !== "running" && pod.state !== "stopping") return;
  const first = pod.status.stop === null;
  const stop = { at: nowText(core), graceSeconds: wish.graceSeconds };
  if (first || dueAt(stop) < dueAt(pod.status.stop ?? stop)) {
    await record(core, pod, { state: "stopping", stop, reason: pod.status.reason ?? wish.reason });
    if (first) tell(core, pod, "PodStopping", wish.reason, wish.user === null ? {} : { user: wish.user });
  }
  await goOn(core, pod);
}

const dueAt = (stop: { at: string; graceSeconds: number }) => Date.parse(stop.at) + stop.graceSeconds * 1000;

/** Signals what still runs, and sets the timer for the next, harder step. Also after a restart, since a signal may have been missed. */
export async function goOn(core: Core, pod: LivePod): Promise<void> {
  const { stop } = pod.status;
  if (pod.state !== "stopping" || !stop) return;
  const left = dueAt(stop) - core.now();
  await signalAll(core, pod, left > 0 ? "SIGTERM" : "SIGKILL");
  if (left > 0) later(core, pod, left, () => goOn(core, pod));
  else later(core, pod, hardKillSeconds * 1000, () => takeAway(core, pod));
}

function later(core: Core, pod: LivePod, milliseconds: number, work: () => Promise<void>): void {
  pod.after(milliseconds, () => {
    if (core.closed) return;
    pod.queue.run(work).catch((error: unknown) => core.report(error, `the stop of pod ${pod.uuid}`));
  });
}

const running = (pod: LivePod) =>
  Object.entries(pod.status.apps).flatMap(([name, app]) => (app.state === "running" ? [name] : []));

/** A signal that cannot be sent is reported: the timer tries the harder way. */
async function signalAll(core: Core, pod: LivePod, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  await Promise.all(
    running(pod).map((name) =>
      core.host
        .signalApp(appId(pod.uuid, name), signal)
        .catch((error: unknown) => core.report(error, `${signal} to app ${name} of pod ${pod.uuid}`)),
    ),
  );
}

async function takeAway(core: Core, pod: LivePod): Promise<void> {
  if (pod.state !== "stopping") return;
  for (const name of running(pod)) {
    await core.host
      .removeApp(appRef(core, pod, name))
      .catch((error: unknown) => core.report(error, `app ${name} of pod ${pod.uuid} survives SIGKILL`));
    await appEnded(core, pod, name);
  }
}
