/**
 * Creation: validate and plan (plan.ts) without touching anything, then apply: embryo → prepare → prepared, or on to run. A
 * UUID names one creation for ever: asked again with the same request it answers the pod that there is, also while the first
 * is under way; with another request it is a `conflict`.
 */
import { randomUUID } from "node:crypto";
import { chmod, chown, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CratonError } from "../../lib/contract/errors.ts";
import type { Pod, PodCreate } from "../../lib/contract/pod.ts";
import { diskError } from "../disk.ts";
import { appFolder, volumeFolder } from "./app-spec.ts";
import { type Core, move, nowText, podError, podFolder, sentence, tell } from "./core.ts";
import { LivePod } from "./live-pod.ts";
import { planRequest } from "./plan.ts";
import { checkPorts } from "./port-clash.ts";
import { newStatus, type PodFile, recordVersion } from "./record.ts";
import { requestKey } from "./request-key.ts";
import type { Actor } from "./service.ts";
import { run } from "./start.ts";

export async function createPod(core: Core, request: PodCreate, actor: Actor): Promise<Pod> {
  const uuid = request.uuid ?? randomUUID();
  const key = requestKey(request);
  const conflict = () => new CratonError("conflict", { what: "pod", value: uuid });
  const underWay = core.creating.get(uuid);
  if (underWay) {
    if (underWay.request !== key) throw conflict();
    return underWay.pod;
  }
  const newer = core.newer.get(uuid);
  if (newer) throw newer;
  const existing = core.pods.get(uuid);
  if (existing) {
    if (requestKey(existing.file.request) !== key) throw conflict();
    return answerOf(existing);
  }
  const pod = make(core, request, uuid, actor);
  core.creating.set(uuid, { request: key, pod });
  try {
    return await pod;
  } finally {
    core.creating.delete(uuid);
  }
}

/** What the first request was answered: its pod, or that it did not start. */
function answerOf(pod: LivePod): Pod {
  const { state, startedAt, reason } = pod.status;
  if (state === "exited" && startedAt === null && pod.file.request.start !== false)
    throw new CratonError("pod-failed", {
      uuid: pod.uuid,
      verb: "be started",
      why: reason ?? "it ended before it ran",
    });
  return pod.view;
}

async function make(core: Core, request: PodCreate, uuid: string, actor: Actor): Promise<Pod> {
  const { plan, users, isolators } = await planRequest(core, request, uuid, actor);
  const { uuid: _, ...asked } = request;
  const file: PodFile = {
    version: recordVersion,
    uuid,
    createdAt: nowText(core),
    createdBy: actor.user,
    request: asked,
    plan,
    users,
    isolators,
  };
  const pod = new LivePod(file, newStatus(file), "embryo", core.node);
  return pod.queue.run(async () => {
    if (request.start !== false) checkPorts(core, pod);
    await prepare(core, pod);
    if (request.start === false) {
      tell(core, pod, "PodCreated", `pod ${plan.name} is prepared`, { user: actor.user });
      return pod.view;
    }
    tell(core, pod, "PodCreated", `pod ${plan.name} is created and starts`, { user: actor.user });
    await run(core, pod, actor);
    return pod.view;
  });
}

/** On failure nothing is left behind. */
async function prepare(core: Core, pod: LivePod): Promise<void> {
  const { uuid } = pod;
  try {
    await core.store.conceive(pod.file, pod.status);
    pod.phase = "prepare";
    core.pods.set(uuid, pod);
    await layOut(core, pod);
    if (pod.file.request.start === false) await move(core, pod, "prepared", "prepared");
    else await move(core, pod, "run", "starting");
  } catch (error) {
    const shown = core.pods.delete(uuid);
    await core.host
      .removeTree(podFolder(core, pod))
      .catch((left: unknown) => core.report(left, `the folder of pod ${uuid}, which could not be created`));
    if (shown) tell(core, pod, "PodCreateFailed", sentence(error), { level: "warning", gone: true });
    throw podError(error, uuid, "be created");
  }
}

/** The folders of a pod, and its empty volumes. What is there stays as it is. */
export async function layOut(core: Core, pod: LivePod): Promise<void> {
  const folder = podFolder(core, pod);
  const { apps, volumes } = pod.file.plan;
  const plain = [...apps.map((app) => appFolder(folder, app.name)), join(folder, "logs"), join(folder, "sandbox")];
  try {
    for (const path of plain) await mkdir(path, { recursive: true, mode: 0o700 });
    for (const volume of volumes) {
      if (volume.kind !== "empty") continue;
      const path = volumeFolder(folder, volume.name);
      if ((await mkdir(path, { recursive: true, mode: 0o700 })) === undefined) continue;
      await chmod(path, volume.mode);
      await chown(path, volume.uid, volume.gid);
    }
  } catch (cause) {
    throw diskError(cause, folder, "laid out");
  }
}
