/** Pods as the agent's API shows and takes them. Times are RFC 3339 UTC strings, sizes bytes. */
import { z } from "zod";
import { acName, imageId, nodeName, podUuid } from "./ids.ts";
import { appState, podState } from "./pod-state.ts";

const time = z.iso.datetime();
/** A resource quantity by appc H14 (`500m`, `1.5`, `256Mi`, `1G`). */
const quantity = z
  .string()
  .max(32)
  .regex(
    /^[+-]?(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/,
    "must be an amount such as 500m, 1.5, 256Mi or 1G",
  );

export const app = z.object({
  name: acName,
  image: z.object({ id: imageId, name: z.string() }),
  state: appState,
  pid: z.number().int().nullable(),
  /** The app's exit code; 255 when it is unknown (never an invented 0). */
  exitCode: z.number().int().nullable(),
  /** Why it ended: `exited` by itself, `oom`, `stopped` on request, `lost` (reboot or shim gone), `failed` to start. */
  exitReason: z.enum(["exited", "oom", "stopped", "lost", "failed"]).nullable(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  command: z.array(z.string()),
  user: z.string(),
  group: z.string(),
  tty: z.boolean(),
  workingDirectory: z.string(),
  readOnlyRootFS: z.boolean(),
  mounts: z.array(z.object({ volume: z.string(), path: z.string(), readOnly: z.boolean() })),
  /** Limits in force: cores and bytes; null is none. */
  limits: z.object({ cpu: z.number().nullable(), memory: z.number().nullable() }),
});
export type App = z.infer<typeof app>;

/** What became of an isolator (appc H2): the user is told which were enforced, modified or ignored. */
export const isolatorReport = z.object({
  app: z.string().nullable(),
  name: z.string(),
  outcome: z.enum(["enforced", "modified", "ignored"]),
  note: z.string(),
});
export type IsolatorReport = z.infer<typeof isolatorReport>;

export const pod = z.object({
  uuid: podUuid,
  /** A label for people; defaults to the first app's name. */
  name: z.string(),
  node: nodeName,
  state: podState,
  /** Why the pod is where it is, when that needs words (the error of a failed start, "node rebooted"). */
  reason: z.string().nullable(),
  apps: z.array(app),
  /** The pause process; null unless running. */
  pid: z.number().int().nullable(),
  exitCode: z.number().int().nullable(),
  hostname: z.string(),
  net: z.enum(["default", "none", "host"]),
  networks: z.array(
    z.object({ name: z.string(), interface: z.string(), ip: z.string(), gateway: z.string().nullable() }),
  ),
  ports: z.array(
    z.object({
      name: z.string(),
      protocol: z.enum(["tcp", "udp"]),
      hostIP: z.string(),
      hostPort: z.number().int(),
      podPort: z.number().int(),
    }),
  ),
  volumes: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(["empty", "host"]),
      source: z.string().nullable(),
      readOnly: z.boolean(),
    }),
  ),
  isolators: z.array(isolatorReport),
  annotations: z.array(z.object({ name: z.string(), value: z.string() })),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  /** The user who created it, as asserted to the agent. */
  createdBy: z.string(),
  /** Grows with every change of this pod; equal numbers are equal states. */
  version: z.number().int(),
});
export type Pod = z.infer<typeof pod>;

/** One app of a new pod: an image in the store and what to override of its manifest. */
export const appCreate = z.strictObject({
  image: z
    .string()
    .min(1)
    .max(512)
    .describe("an image ID, a unique beginning of one, or a name[:version] in the store"),
  name: acName.optional(),
  /** Replaces the image's exec. */
  exec: z.array(z.string().max(131072)).min(1).max(1024).optional(),
  /** Appended to exec, as `craton run IMAGE -- args`. */
  args: z.array(z.string().max(131072)).max(1024).optional(),
  environment: z
    .array(z.strictObject({ name: z.string().regex(/^[A-Za-z_][A-Za-z_0-9.-]*$/), value: z.string().max(131072) }))
    .max(1024)
    .optional(),
  workingDirectory: z.string().startsWith("/").optional(),
  user: z.string().min(1).max(256).optional(),
  group: z.string().min(1).max(256).optional(),
  supplementaryGIDs: z.array(z.number().int().min(0).max(4294967294)).optional(),
  mounts: z
    .array(z.strictObject({ volume: acName, path: z.string().startsWith("/"), readOnly: z.boolean().optional() }))
    .optional(),
  memory: quantity.optional(),
  cpu: quantity.optional(),
  capsRetain: z.array(z.string()).optional(),
  capsRemove: z.array(z.string()).optional(),
  noNewPrivileges: z.boolean().optional(),
  readOnlyRootFS: z.boolean().optional(),
  tty: z.boolean().optional(),
  /** Keep the app's stdin open for attach; otherwise it reads /dev/null. */
  stdin: z.boolean().optional(),
  /** The stdin ends with the first client that was attached and left: `craton run --interactive` of a pipe. */
  stdinOnce: z.boolean().optional(),
});
export type AppCreate = z.infer<typeof appCreate>;

export const volumeCreate = z.discriminatedUnion("kind", [
  z.strictObject({
    name: acName,
    kind: z.literal("empty"),
    readOnly: z.boolean().optional(),
    mode: z
      .string()
      .regex(/^[0-7]{3,4}$/)
      .optional(),
    uid: z.number().int().min(0).max(4294967294).optional(),
    gid: z.number().int().min(0).max(4294967294).optional(),
  }),
  z.strictObject({
    name: acName,
    kind: z.literal("host"),
    source: z.string().startsWith("/"),
    readOnly: z.boolean().optional(),
    recursive: z.boolean().optional(),
  }),
]);
export type VolumeCreate = z.infer<typeof volumeCreate>;

export const portCreate = z.strictObject({
  /** A port name of an image, or any name when `podPort` is given. */
  name: acName,
  protocol: z.enum(["tcp", "udp"]).optional(),
  podPort: z.number().int().min(1).max(65535).optional(),
  hostPort: z.number().int().min(1).max(65535),
  hostIP: z.ipv4().optional(),
});
export type PortCreate = z.infer<typeof portCreate>;

/** POST /v1/pods: either a pod manifest (appc F) or apps with options. A repeated `uuid` answers the pod that exists. */
export const podCreate = z
  .strictObject({
    uuid: podUuid.optional(),
    name: z.string().max(253).optional(),
    manifest: z.unknown().optional(),
    apps: z.array(appCreate).min(1).max(64).optional(),
    volumes: z.array(volumeCreate).max(256).optional(),
    ports: z.array(portCreate).max(256).optional(),
    net: z.enum(["default", "none", "host"]).optional(),
    hostname: z
      .string()
      .max(63)
      .regex(/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/)
      .optional(),
    annotations: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
    /** false stops at `prepared`. */
    start: z.boolean().optional(),
  })
  .refine((v) => (v.manifest === undefined) !== (v.apps === undefined), "give either manifest or apps");
export type PodCreate = z.infer<typeof podCreate>;

/** POST /v1/pods/{uuid}/stop. SIGTERM, then SIGKILL after the grace period (default 10 s); `force` kills at once. */
export const podStop = z.strictObject({
  force: z.boolean().optional(),
  graceSeconds: z.number().min(0).max(3600).optional(),
});
export type PodStop = z.infer<typeof podStop>;

/** Resource use now, from the cgroups. cpu in cores over the last interval, memory and limits in bytes. */
export const usage = z.object({
  cpu: z.number().nullable(),
  memory: z.number().nullable(),
  pids: z.number().nullable(),
});
export type Usage = z.infer<typeof usage>;
export const podUsage = z.object({ uuid: podUuid, pod: usage, apps: z.record(z.string(), usage) });
export type PodUsage = z.infer<typeof podUsage>;
