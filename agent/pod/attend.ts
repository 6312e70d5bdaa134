/**
 * While a pod runs: its shims and its pause process are watched and its logs rotated. The first app that fails stops the pod and
 * gives it its code, a clean exit leaves the others, and the last exit ends the pod (docs/pod-lifecycle.md).
 */
import { appRef } from "./app-spec.ts";
import { clean } from "./clean.ts";
import { type Core, nowText, podFolder, record, tell } from "./core.ts";
import type { LivePod } from "./live-pod.ts";
import { logFolder } from "./log-keeper.ts";
import type { AppStatus } from "./record.ts";
import { beginStop, byRequest } from "./stop.ts";

/** Grace of a pod that ends because one of its apps failed. */
const failureGraceSeconds = 10;

/** Watches from now on; what has ended already is told at once. */
export function attend(core: Core, pod: LivePod): void {
  const job = (what: string, work: () => Promise<void>) => () => {
    if (core.closed) return;
    pod.queue.run(work).catch((error: unknown) => core.report(error, `${what} of pod ${pod.uuid}`));
  };
  for (const [name, app] of Object.entries(pod.status.apps)) {
    if (app.state !== "running" || !app.shim) continue;
    const ended = job(`the end of app ${name}`, () => appEnded(core, pod, name));
    pod.watch(core.host.onExit(app.shim, ended));
  }
  if (pod.status.pause) {
    const ended = job("the end of the sandbox", () => sandboxEnded(core, pod));
    pod.watch(core.host.onExit(pod.status.pause, ended));
  }
  const source = { uuid: pod.uuid, folder: logFolder(podFolder(core, pod)) };
  const running = Object.entries(pod.status.apps).filter(([, app]) => app.state === "running");
  core.logs.rotate(
    source,
    running.map(([name]) => name),
    (name) => reopenLog(core, pod, name),
  );
}

/** A shim that has ended meanwhile holds no log any more. */
async function reopenLog(core: Core, pod: LivePod, name: string): Promise<void> {
  const shim = pod.status.apps[name]?.shim;
  try {
    if (shim) await core.host.reopenLog(appRef(core, pod, name));
  } catch (error) {
    if (shim && (await core.host.alive(shim))) throw error;
  }
}

/** Within the queue. */
export async function appEnded(core: Core, pod: LivePod, name: string): Promise<void> {
  const app = pod.status.apps[name];
  if (app?.state !== "running") return;
  const ended = await howItEnded(core, pod, name, app);
  const code = ended.exitCode ?? 255;
  const apps = { ...pod.status.apps, [name]: ended };
  const others = Object.values(apps).some(({ state }) => state === "running");
  const failed = code !== 0 && pod.state === "running";
  await record(core, pod, {
    apps,
    exitCode: pod.status.exitCode ?? (code === 0 ? null : code),
    reason: pod.status.reason ?? (failed ? inWords(name, ended) : null),
    ...(others ? {} : { state: "stopping" as const }),
  });
  tell(core, pod, "AppExited", inWords(name, ended), { app: name, level: failed ? "warning" : "normal" });
  if (!others) return endPod(core, pod);
  if (!pod.unsaved)
    await core.host
      .removeApp(appRef(core, pod, name))
      .catch((error: unknown) => core.report(error, `app ${name} of pod ${pod.uuid} could not be cleaned up`));
  if (failed)
    await beginStop(core, pod, { graceSeconds: failureGraceSeconds, reason: inWords(name, ended), user: null });
}

/** What the exit file says. Without one the code is unknown, and what may be left of the app is killed. */
async function howItEnded(core: Core, pod: LivePod, name: string, app: AppStatus): Promise<AppStatus> {
  const ref = appRef(core, pod, name);
  const exit = await core.host.exitOf(ref).catch((error: unknown) => {
    core.report(error, `the exit code of app ${name} of pod ${pod.uuid}`);
    return null;
  });
  const ended = { ...app, state: "exited" as const, init: null, shim: null };
  if (!exit) {
    await core.host.removeApp(ref).catch((error: unknown) => core.report(error, `app ${name} of pod ${pod.uuid}`));
    return { ...ended, exitCode: 255, exitReason: "lost", finishedAt: nowText(core) };
  }
  const at = Date.parse(exit.at);
  const reason = exit.oom ? "oom" : pod.state === "stopping" ? "stopped" : "exited";
  const finishedAt = Number.isNaN(at) ? nowText(core) : new Date(at).toISOString();
  return { ...ended, exitCode: exit.code, exitReason: reason, finishedAt };
}

export function inWords(name: string, app: AppStatus): string {
  switch (app.exitReason) {
    case "oom":
      return `app ${name} ran out of memory and was killed (${app.exitCode})`;
    case "lost":
      return `app ${name} was lost: its shim ended without an exit code (255)`;
    case "stopped":
      return `app ${name} was stopped (${app.exitCode})`;
    default:
      return `app ${name} exited with ${app.exitCode}`;
  }
}

async function sandboxEnded(core: Core, pod: LivePod): Promise<void> {
  if (pod.state !== "running") return;
  const reason = "the pause process of the sandbox ended";
  await beginStop(core, pod, { graceSeconds: failureGraceSeconds, reason, user: null });
}

/** All apps have ended: what the host holds is given back. The writable layers and logs stay until removal. */
export async function endPod(core: Core, pod: LivePod): Promise<void> {
  pod.unwatch();
  core.logs.stop(pod.uuid);
  const done = pod.unsaved ? false : await clean(core, pod);
  const { exitCode, reason } = pod.status;
  await record(core, pod, {
    state: "exited",
    exitCode: exitCode ?? 0,
    finishedAt: nowText(core),
    pause: null,
    networks: [],
    stop: null,
    clean: done,
  });
  const message = reason ?? `all apps of pod ${pod.file.plan.name} ended well`;
  // 143 after a stop is what was asked for.
  const isFine = exitCode === 0 || !reason || reason.startsWith(byRequest);
  tell(core, pod, "PodStopped", message, { level: isFine ? "normal" : "warning" });
}
