/**
 * Starting: the sandbox, then each app created, then each started in order. One failure undoes everything; the pod ends in
 * `exited` with the reason, and the app that failed says `failed`. A stop that comes meanwhile is seen between two steps.
 */
import { appendFile } from "node:fs/promises";
import { CratonError } from "../../lib/contract/errors.ts";
import type { Pod } from "../../lib/contract/pod.ts";
import { podCan } from "../../lib/contract/pod-state.ts";
import type { Sandbox } from "../host/host.ts";
import { appId, appSpec, sandboxSpec } from "./app-spec.ts";
import { attend } from "./attend.ts";
import { clean } from "./clean.ts";
import { type Core, change, move, nowText, podError, podFolder, record, sentence, tell } from "./core.ts";
import { layOut } from "./create.ts";
import type { LivePod } from "./live-pod.ts";
import { logPath } from "./log-keeper.ts";
import { checkVolumes, demand } from "./plan.ts";
import { checkPorts } from "./port-clash.ts";
import type { AppStatus, Status } from "./record.ts";
import type { Actor } from "./service.ts";

export async function startPod(core: Core, pod: LivePod, actor: Actor): Promise<Pod> {
  demand(actor, "start", "pod", `pod ${pod.uuid}`);
  const guard = () => {
    const why = podCan.start(pod.state);
    if (why) throw new CratonError("pod-state", { uuid: pod.uuid, verb: "be started", why });
  };
  guard();
  return pod.queue.run(async () => {
    guard();
    checkPorts(core, pod);
    await checkVolumes(core, pod.file.plan);
    await move(core, pod, "run", "starting");
    tell(core, pod, "PodStarting", `pod ${pod.file.plan.name} starts`, { user: actor.user });
    await run(core, pod, actor);
    return pod.view;
  });
}

/** The pod stands in `run` and is `starting`. Within its queue. */
export async function run(core: Core, pod: LivePod, actor: Actor): Promise<void> {
  const at: { app: string | null } = { app: null };
  try {
    await change(core, pod, await begin(core, pod, at));
  } catch (error) {
    await undo(core, pod, error, at.app, actor);
    throw podError(error, pod.uuid, "be started");
  }
  attend(core, pod);
  const names = pod.file.plan.apps.map(({ name }) => name).join(", ");
  tell(core, pod, "PodStarted", `pod ${pod.file.plan.name} runs ${names}`, { user: actor.user });
}

async function begin(core: Core, pod: LivePod, at: { app: string | null }): Promise<Partial<Status>> {
  const { host } = core;
  const { plan } = pod.file;
  pod.turn = ++core.turns;
  checkPorts(core, pod);
  await layOut(core, pod);
  const bootId = await host.bootId();
  const sandbox: Sandbox = await host.createSandbox(sandboxSpec(core, pod));
  const apps: Record<string, AppStatus> = {};
  const notes: Status["notes"] = [];
  const step = (app: string) => {
    at.app = app;
    if (pod.stopAsked) throw stopped(pod);
  };
  for (const app of plan.apps) {
    step(app.name);
    const { lower } = core.images.forPod(app.image.id);
    const { init, shim, notes: said } = await host.createApp(appSpec(core, pod, app, sandbox, lower));
    notes.push(...said.map((note) => ({ app: app.name, note })));
    apps[app.name] = { ...(pod.status.apps[app.name] as AppStatus), init, shim };
  }
  for (const { name } of plan.apps) {
    step(name);
    await host.startApp(appId(pod.uuid, name));
    apps[name] = { ...(apps[name] as AppStatus), state: "running", startedAt: nowText(core) };
  }
  if (pod.stopAsked) throw stopped(pod);
  const { pause, networks } = sandbox;
  return { state: "running", bootId, pause, networks, notes, apps, startedAt: nowText(core) };
}

const stopped = (pod: LivePod) =>
  new CratonError("pod-failed", {
    uuid: pod.uuid,
    verb: "start",
    why: `it was stopped by ${pod.stopAsked?.by} while it started`,
  });

async function undo(core: Core, pod: LivePod, error: unknown, app: string | null, actor: Actor): Promise<void> {
  const why = pod.stopAsked ? `stopped by ${pod.stopAsked.by} while it started` : sentence(error);
  const failed = pod.stopAsked ? null : app;
  const done = await clean(core, pod);
  if (failed) await sayInLog(core, pod, failed, why);
  await record(core, pod, { ...neverRan(core, pod, failed), state: "exited", reason: why, clean: done });
  tell(core, pod, "PodStartFailed", why, { level: "warning", user: actor.user, ...(failed && { app: failed }) });
}

/** The status of a pod whose start was undone: codes are unknown, so 255. `failed` is the app that could not start. */
export function neverRan(core: Core, pod: LivePod, failed: string | null): Partial<Status> {
  const finishedAt = nowText(core);
  const apps = Object.entries(pod.status.apps).map(([name, app]) => {
    const exitReason = name === failed ? ("failed" as const) : ("stopped" as const);
    return [name, { ...app, state: "exited" as const, exitCode: 255, exitReason, finishedAt }];
  });
  return { apps: Object.fromEntries(apps), exitCode: 255, finishedAt, pause: null, networks: [] };
}

/** So that `craton logs` tells why an app that never ran has no output. */
async function sayInLog(core: Core, pod: LivePod, app: string, why: string): Promise<void> {
  const text = why.replaceAll("\n", " ");
  await appendFile(
    logPath(podFolder(core, pod), app),
    `${nowText(core)} stderr F craton: the app could not be started: ${text}\n`,
    { mode: 0o600 },
  ).catch((error: unknown) => core.report(error, `the log of app ${app} of pod ${pod.uuid}`));
}
