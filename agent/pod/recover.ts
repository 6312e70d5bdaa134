/**
 * What a start does with what it finds: half-made pods are removed, half-started ones undone, running ones taken up again with the
 * exits that were missed, half-stopped and half-removed ones finished; after a reboot all apps are lost. A pod that cannot be read
 * is set aside, one of a newer version is left alone; neither keeps the others from going on. docs/pod-lifecycle.md.
 */
import { CratonError } from "../../lib/contract/errors.ts";
import { appEnded, attend, endPod } from "./attend.ts";
import { clean } from "./clean.ts";
import { type Core, nowText, record, sentence, tell } from "./core.ts";
import { dropLeftovers } from "./leftovers.ts";
import { LivePod } from "./live-pod.ts";
import { type Phase, stateOnDisk } from "./phase.ts";
import { discard } from "./remove.ts";
import { neverRan } from "./start.ts";
import { goOn } from "./stop.ts";

const atOnce = 8;
type Found = { phase: Phase; uuid: string };

export async function recoverPods(core: Core): Promise<void> {
  await core.store.prepareFolders();
  const { found, strange } = await core.store.scan();
  for (const path of strange) core.report(new Error("it is no pod"), path);
  const bootId = await core.host.bootId();
  const told = core.events.latest("pod");
  const broken: { of: Found; why: unknown }[] = [];
  const queue = [...found];
  const worker = async () => {
    for (let of = queue.shift(); of; of = queue.shift()) {
      try {
        await recoverPod(core, of, bootId, told.get(of.uuid) ?? 0);
      } catch (why) {
        if (why instanceof Unreadable) broken.push({ of, why: why.cause });
        else core.report(why, `pod ${of.uuid} could not be recovered`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  await dropLeftovers(core);
  for (const { of, why } of broken) await setAside(core, of, why);
  catchUp(core);
}

class Unreadable extends Error {}

async function recoverPod(core: Core, { phase, uuid }: Found, bootId: string, told: number): Promise<void> {
  if (phase === "embryo") return core.host.removeTree(core.store.folder(phase, uuid));
  const loaded = await core.store.load(phase, uuid).catch((cause: unknown) => {
    if (cause instanceof CratonError && cause.code === "state-newer") return cause;
    throw new Unreadable("unreadable", { cause });
  });
  if (loaded instanceof CratonError) {
    core.newer.set(uuid, loaded);
    emitBare(core, uuid, "PodNewer", `${loaded.message}; it is left alone`, {});
    return;
  }
  const { file, status } = loaded;
  const shown = { ...status, state: stateOnDisk(phase, status.state), rev: Math.max(status.rev, told) };
  const pod = new LivePod(file, shown, phase, core.node);
  core.pods.set(uuid, pod);
  await pod.queue.run(() => goOnFrom(core, pod, bootId));
}

async function goOnFrom(core: Core, pod: LivePod, bootId: string): Promise<void> {
  switch (pod.phase) {
    case "prepare":
      return discard(core, pod, null, true);
    case "exited-garbage":
    case "garbage":
      return discard(core, pod, null);
    case "run":
      return goOnRunning(core, pod, bootId);
  }
}

async function goOnRunning(core: Core, pod: LivePod, bootId: string): Promise<void> {
  if (pod.state === "starting") return undoStart(core, pod);
  if (pod.state === "exited") {
    if (!pod.status.clean && (await clean(core, pod))) await record(core, pod, { clean: true });
    return;
  }
  if (pod.status.bootId !== bootId) return lost(core, pod);
  for (const [name, app] of Object.entries(pod.status.apps)) {
    if (app.state !== "running" || (app.shim && (await core.host.alive(app.shim)))) continue;
    await appEnded(core, pod, name);
  }
  if (pod.state !== "running" && pod.state !== "stopping") return;
  if (!Object.values(pod.status.apps).some(({ state }) => state === "running")) return endPod(core, pod);
  attend(core, pod);
  await goOn(core, pod);
}

async function undoStart(core: Core, pod: LivePod): Promise<void> {
  const reason = "the agent was restarted while the pod started";
  const done = await clean(core, pod);
  await record(core, pod, { ...neverRan(core, pod, null), state: "exited", reason, clean: done });
  tell(core, pod, "PodStartFailed", reason, { level: "warning" });
}

/** Nothing of another boot runs any more, and nobody knows how it ended. */
async function lost(core: Core, pod: LivePod): Promise<void> {
  const reason = pod.status.reason ?? "the node was rebooted";
  const finishedAt = nowText(core);
  const apps = Object.entries(pod.status.apps).map(([name, app]) => {
    if (app.state === "exited") return [name, app];
    const end = { state: "exited" as const, exitCode: 255, exitReason: "lost" as const, finishedAt };
    return [name, { ...app, ...end, init: null, shim: null }];
  });
  const done = await clean(core, pod);
  await record(core, pod, {
    apps: Object.fromEntries(apps),
    state: "exited",
    reason,
    exitCode: pod.status.exitCode ?? 255,
    finishedAt,
    pause: null,
    networks: [],
    stop: null,
    clean: done,
  });
  tell(core, pod, "PodStopped", "the node was rebooted", { level: "warning" });
}

async function setAside(core: Core, { phase, uuid }: Found, why: unknown): Promise<void> {
  try {
    const to = await core.store.setAside(phase, uuid, core.now());
    emitBare(core, uuid, "PodBroken", `${sentence(why)}; the folder was moved to ${to}`, { pod: null });
  } catch (error) {
    core.report(error, `pod ${uuid}, which cannot be read (${sentence(why)}), could not be set aside`);
  }
}

/** Tells every change that a kill kept from being told. */
function catchUp(core: Core): void {
  const told = core.events.latest("pod");
  for (const pod of core.pods.values())
    if (told.get(pod.uuid) !== pod.status.rev) tell(core, pod, "PodChanged", "changed while the agent was away");
  for (const [uuid, version] of told)
    if (version !== null && !core.pods.has(uuid) && !core.newer.has(uuid))
      emitBare(core, uuid, "PodRemoved", "removed while the agent was away", { pod: null });
}

/** An event of a pod that is not in memory. */
function emitBare(core: Core, uuid: string, reason: string, message: string, object: { pod?: null }): void {
  const level = reason === "PodRemoved" ? "normal" : "warning";
  try {
    core.events.emit({ level, reason, message, noun: "pod", id: uuid, name: uuid, app: null, user: null }, object);
  } catch (error) {
    core.report(error, `event ${reason} of pod ${uuid} could not be written`);
  }
}
