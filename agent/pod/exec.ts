/** Programs and attachments in a running app. Each leaves two events, so that it is seen who was in and for how long. */
import { CratonError } from "../../lib/contract/errors.ts";
import { appCan, podCan } from "../../lib/contract/pod-state.ts";
import type { Stdio } from "../host/host.ts";
import { appRef, appSpec } from "./app-spec.ts";
import { type Core, sentence, tell } from "./core.ts";
import type { LivePod } from "./live-pod.ts";
import { demand } from "./plan.ts";
import type { Actor, PodService } from "./service.ts";

export type ExecOptions = Parameters<PodService["exec"]>[2];

/** Throws `forbidden`, `pod-state`, `app-not-found`, `app-state`. */
function enter(pod: LivePod, name: string, actor: Actor, verb: "exec" | "attach") {
  const { uuid } = pod;
  demand(actor, "open", "exec", `app ${name} of pod ${uuid}`);
  // Who is inside holds what the pod holds: a way in must not be a way around the rights that its creation needed.
  for (const { verb: right, what } of pod.file.plan.rights) demand(actor, right, "pod", `${what} of pod ${uuid}`);
  const app = pod.file.plan.apps.find((one) => one.name === name);
  const status = pod.status.apps[name];
  if (!app || !status) throw new CratonError("app-not-found", { uuid, app: name });
  const words = verb === "exec" ? "be entered" : "be attached to";
  const podWhy = podCan.exec(pod.state);
  if (podWhy) throw new CratonError("pod-state", { uuid, verb: words, why: podWhy });
  const why = appCan[verb](status.state);
  if (why) throw new CratonError("app-state", { uuid, app: name, verb: words, why });
  return app;
}

export async function execInApp(
  core: Core,
  pod: LivePod,
  name: string,
  options: ExecOptions,
  actor: Actor,
): Promise<Stdio> {
  const app = enter(pod, name, actor, "exec");
  const [program] = options.command;
  if (!program) throw new CratonError("bad-request", { why: "the command is empty" });
  const { pause, networks } = pod.status;
  if (!pause) throw new CratonError("internal", { why: `pod ${pod.uuid} has no pause process` });
  const { lower } = core.images.forPod(app.image.id);
  const spec = appSpec(core, pod, app, { pause, networks }, lower);
  const env = merged(spec.env, [...(options.tty ? ["TERM=xterm-256color"] : []), ...(options.env ?? [])]);
  const stdio = await core.host.exec({ app: spec, args: options.command, env, cwd: spec.cwd, tty: options.tty });
  follow(core, pod, name, actor, stdio, "Exec", `${program} in app ${name}`);
  return stdio;
}

export async function attachToApp(core: Core, pod: LivePod, name: string, actor: Actor): Promise<Stdio> {
  enter(pod, name, actor, "attach");
  const stdio = await core.host.attach(appRef(core, pod, name));
  follow(core, pod, name, actor, stdio, "Attach", `the stdio of app ${name}`);
  return stdio;
}

/** Only the program's name is told: arguments may hold secrets, and everybody may read events. */
function follow(
  core: Core,
  pod: LivePod,
  app: string,
  { user }: Actor,
  stdio: Stdio,
  kind: "Exec" | "Attach",
  what: string,
): void {
  tell(core, pod, `${kind}Started`, `${user} opened ${what}`, { app, user });
  const ended = (how: string) => {
    if (!core.closed) tell(core, pod, `${kind}Ended`, `${what} ${how}`, { app, user, gone: !core.pods.has(pod.uuid) });
  };
  stdio.exit.then(
    ({ code }) => ended(code === null ? "was closed" : `ended with ${code}`),
    (error: unknown) => ended(`failed: ${sentence(error)}`),
  );
}

/** Later ones win; each must be `NAME=value`. */
function merged(env: string[], more: string[]): string[] {
  const all = new Map<string, string>();
  for (const entry of [...env, ...more]) {
    const at = entry.indexOf("=");
    if (at < 1 || entry.includes("\0"))
      throw new CratonError("bad-request", {
        why: `the environment entry ${JSON.stringify(entry.slice(0, 64))} is not NAME=value`,
      });
    all.set(entry.slice(0, at), entry);
  }
  return [...all.values()];
}
