/**
 * The two files of a pod: pod.json holds what never changes after creation, status.json what does. Both carry `version`;
 * a newer one than this program knows is `state-newer` and is left alone.
 */
import { z } from "zod";
import { acName, podUuid } from "../../lib/contract/ids.ts";
import type { IsolatorReport, PodCreate } from "../../lib/contract/pod.ts";
import { podCreate } from "../../lib/contract/pod.ts";
import { podState } from "../../lib/contract/pod-state.ts";
import type { PodPlanValue } from "../appc/plan-value.ts";

export const recordVersion = 1;

const time = z.iso.datetime();
const processRef = z.object({ pid: z.number().int(), start: z.string() });

/** Only as deep as is needed to tell an intact plan: it is written whole, by the planner's own types. */
const plan = z.custom<PodPlanValue>((value) => {
  const shape = z.looseObject({
    name: z.string(),
    hostname: z.string(),
    net: z.enum(["default", "none", "host"]),
    manifest: z.looseObject({}),
    apps: z.array(z.looseObject({ name: acName, args: z.array(z.string()), mounts: z.array(z.unknown()) })).min(1),
    volumes: z.array(z.looseObject({ name: acName })),
    ports: z.array(z.unknown()),
  });
  return shape.safeParse(value).success;
}, "is no plan");

export const podFile = z.object({
  version: z.literal(recordVersion),
  uuid: podUuid,
  createdAt: time,
  createdBy: z.string(),
  /** As asked, without the UUID: a repeated creation is told by it. */
  request: podCreate,
  plan,
  /** Users and groups as numbers, resolved in the images when the pod was made. */
  users: z.record(acName, z.object({ uid: z.number().int(), gid: z.number().int() })),
  isolators: z.array(z.custom<IsolatorReport>((v) => typeof v === "object" && v !== null)),
});
export type PodFile = z.infer<typeof podFile> & { request: PodCreate; plan: PodPlanValue };

const appStatus = z.object({
  state: z.enum(["created", "running", "exited"]),
  init: processRef.nullable(),
  shim: processRef.nullable(),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  exitCode: z.number().int().nullable(),
  exitReason: z.enum(["exited", "oom", "stopped", "lost", "failed"]).nullable(),
});
export type AppStatus = z.infer<typeof appStatus>;

export const statusFile = z.object({
  version: z.literal(recordVersion),
  /** Grows with every change; never goes back, also not after a kill. */
  rev: z.number().int(),
  state: podState,
  reason: z.string().nullable(),
  exitCode: z.number().int().nullable(),
  /** Of the boot in which the pod was started. */
  bootId: z.string().nullable(),
  pause: processRef.nullable(),
  networks: z.array(
    z.object({ name: z.string(), interface: z.string(), ip: z.string(), gateway: z.string().nullable() }),
  ),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  /** A stop under way: when it began, and after how long SIGKILL follows. */
  stop: z.object({ at: time, graceSeconds: z.number() }).nullable(),
  /** False while the host may still hold something for a pod that has ended. */
  clean: z.boolean(),
  /** What the host clamped when it made the apps. */
  notes: z.array(z.object({ app: z.string(), note: z.string() })),
  apps: z.record(acName, appStatus),
});
export type Status = z.infer<typeof statusFile>;

/** The status of a pod that has only been planned. */
export function newStatus(file: PodFile): Status {
  const app: AppStatus = {
    state: "created",
    init: null,
    shim: null,
    startedAt: null,
    finishedAt: null,
    exitCode: null,
    exitReason: null,
  };
  return {
    version: recordVersion,
    rev: 1,
    state: "preparing",
    reason: null,
    exitCode: null,
    bootId: null,
    pause: null,
    networks: [],
    startedAt: null,
    finishedAt: null,
    stop: null,
    clean: true,
    notes: [],
    apps: Object.fromEntries(file.plan.apps.map(({ name }) => [name, { ...app }])),
  };
}
