/** A planned pod in the host's terms: where its folders are, what is mounted where. */
import { join } from "node:path";
import { CratonError } from "../../lib/contract/errors.ts";
import type { AppPlan } from "../appc/plan-value.ts";
import type { AppSpec, Sandbox, SandboxSpec } from "../host/host.ts";
import { type Core, podFolder } from "./core.ts";
import type { LivePod } from "./live-pod.ts";
import { logPath } from "./log-keeper.ts";

export const appId = (uuid: string, app: string): string => `${uuid}.${app}`;
export const appFolder = (folder: string, app: string): string => join(folder, "apps", app);
export const volumeFolder = (folder: string, volume: string): string => join(folder, "volumes", volume);

/** What the host needs to find an app again. */
export function appRef(core: Core, pod: LivePod, app: string): Pick<AppSpec, "id" | "uuid" | "dir" | "tty"> {
  const tty = pod.file.plan.apps.find(({ name }) => name === app)?.tty ?? false;
  return { id: appId(pod.uuid, app), uuid: pod.uuid, dir: appFolder(podFolder(core, pod), app), tty };
}

export function sandboxSpec(core: Core, pod: LivePod): SandboxSpec {
  const { plan } = pod.file;
  return {
    uuid: pod.uuid,
    dir: join(podFolder(core, pod), "sandbox"),
    hostname: plan.hostname,
    net: plan.net,
    ports: plan.ports.map(({ protocol, hostIP, hostPort, podPort }) => ({ protocol, hostIP, hostPort, podPort })),
    limits: plan.limits,
  };
}

export function appSpec(core: Core, pod: LivePod, app: AppPlan, sandbox: Sandbox, lower: string[]): AppSpec {
  const folder = podFolder(core, pod);
  const user = pod.file.users[app.name];
  if (!user) throw new CratonError("internal", { why: `pod ${pod.uuid} has no user for app ${app.name}` });
  return {
    ...appRef(core, pod, app.name),
    lower,
    args: app.args,
    env: app.environment.map(({ name, value }) => `${name}=${value}`),
    cwd: app.workingDirectory,
    ...user,
    supplementaryGIDs: app.supplementaryGIDs,
    stdin: app.stdin,
    ...(app.stdinOnce ? { stdinOnce: true } : {}),
    capabilities: app.capabilities,
    noNewPrivileges: app.noNewPrivileges,
    readOnlyRoot: app.readOnlyRootFS,
    mounts: app.mounts.map((mount) => mountOf(pod, folder, mount)),
    limits: app.limits,
    hostname: pod.file.plan.hostname,
    net: pod.file.plan.net,
    sandbox,
    log: logPath(folder, app.name),
  };
}

function mountOf(pod: LivePod, folder: string, mount: AppPlan["mounts"][number]): AppSpec["mounts"][number] {
  const volume = pod.file.plan.volumes.find(({ name }) => name === mount.volume);
  if (!volume) throw new CratonError("internal", { why: `pod ${pod.uuid} has no volume ${mount.volume}` });
  return {
    source: volume.kind === "host" ? volume.source : volumeFolder(folder, volume.name),
    destination: mount.path,
    readOnly: mount.readOnly || volume.readOnly,
    recursive: volume.kind === "host" && volume.recursive,
  };
}
