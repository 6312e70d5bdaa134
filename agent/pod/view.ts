/** Facts on disk as the contract's Pod. */
import type { App, Pod } from "../../lib/contract/pod.ts";
import type { AppPlan } from "../appc/plan-value.ts";
import type { AppStatus, PodFile, Status } from "./record.ts";

export function podView(file: PodFile, status: Status, node: string): Pod {
  const { plan } = file;
  const held = status.state === "running" || status.state === "stopping";
  return {
    uuid: file.uuid,
    name: plan.name,
    node,
    state: status.state,
    reason: status.reason,
    apps: plan.apps.map((app) => appView(app, file, status.apps[app.name])),
    pid: held ? (status.pause?.pid ?? null) : null,
    exitCode: status.exitCode,
    hostname: plan.hostname,
    net: plan.net,
    networks: held ? status.networks : [],
    ports: plan.ports,
    volumes: plan.volumes.map((volume) => ({
      name: volume.name,
      kind: volume.kind,
      source: volume.kind === "host" ? volume.source : null,
      readOnly: volume.readOnly,
    })),
    isolators: [
      ...file.isolators,
      ...status.notes.map(({ app, note }) => ({ app, name: "host", outcome: "modified" as const, note })),
    ],
    annotations: plan.annotations,
    createdAt: file.createdAt,
    startedAt: status.startedAt,
    finishedAt: status.finishedAt,
    createdBy: file.createdBy,
    version: status.rev,
  };
}

function appView(app: AppPlan, file: PodFile, status: AppStatus | undefined): App {
  return {
    name: app.name,
    image: app.image,
    state: status?.state ?? "created",
    pid: status?.state === "running" ? (status.init?.pid ?? null) : null,
    exitCode: status?.exitCode ?? null,
    exitReason: status?.exitReason ?? null,
    createdAt: file.createdAt,
    startedAt: status?.startedAt ?? null,
    finishedAt: status?.finishedAt ?? null,
    command: app.args,
    user: app.user,
    group: app.group,
    tty: app.tty,
    workingDirectory: app.workingDirectory,
    readOnlyRootFS: app.readOnlyRootFS,
    mounts: app.mounts,
    limits: app.limits,
  };
}
