/** What a planned pod is: plain values that the pod core executes, stores and shows. */
import type { NameValue, PodManifest } from "../../lib/contract/appc.ts";
import type { CratonError, PathError } from "../../lib/contract/errors.ts";
import type { IsolatorReport, PodCreate } from "../../lib/contract/pod.ts";

/** Limits: cores and bytes, null is none. */
export type LimitsPlan = { cpu: number | null; memory: number | null };

export type AppPlan = {
  name: string;
  image: { id: string; name: string };
  /** The program and its arguments; the program is looked up by the runtime along the app's PATH (appc C5.1). */
  args: string[];
  /** Complete and in order: executor's defaults, image, request; names are unique. */
  environment: NameValue[];
  workingDirectory: string;
  /** As written (appc C5.2): `resolveUser` turns them into numbers once the root is there. */
  user: string;
  group: string;
  supplementaryGIDs: number[];
  /** In mounting order; paths are clean, absolute and do not overlap. */
  mounts: { volume: string; path: string; readOnly: boolean }[];
  limits: LimitsPlan;
  /** The bounding set, `CAP_…`, in the kernel's order. */
  capabilities: string[];
  noNewPrivileges: boolean;
  readOnlyRootFS: boolean;
  tty: boolean;
  stdin: boolean;
  stdinOnce?: boolean;
};

/** `implicit`: made for a mount point that nothing else satisfied. `mode` is a number (0o755). */
export type VolumePlan =
  | {
      name: string;
      kind: "empty";
      readOnly: boolean;
      mode: number;
      uid: number;
      gid: number;
      implicit: boolean;
    }
  | { name: string; kind: "host"; source: string; readOnly: boolean; recursive: boolean; implicit: false };

export type PortPlan = {
  name: string;
  protocol: "tcp" | "udp";
  hostIP: string;
  hostPort: number;
  podPort: number;
};

/** A right beyond `create` on `pod` that the creation needs (lib/contract/roles.ts); `what` names the cause. */
export type RightNeeded = { verb: "use-host-path" | "use-host-network" | "add-capability"; what: string };

export type PodPlanValue = {
  /** A label for people. */
  name: string;
  hostname: string;
  net: "default" | "none" | "host";
  /** The reified manifest (appc F2): planning it again gives the same apps, volumes and ports. */
  manifest: PodManifest;
  apps: AppPlan[];
  volumes: VolumePlan[];
  /** One entry a port: ranges are spread out. `hostIP` is `0.0.0.0` when none was given. */
  ports: PortPlan[];
  /** The pod's own limits, which bound those of its apps (appc H1). */
  limits: LimitsPlan;
  annotations: NameValue[];
  rights: RightNeeded[];
};

/** An image as the plan needs it: ImageForPod without its trees. */
export type ImageForPlan = { id: string; name: string; manifest: unknown };

export type PlanInput = {
  request: PodCreate;
  /** Looks an image up in the store; what it throws (`image-not-found`, `ambiguous-id`) passes through. */
  images: (ref: string) => ImageForPlan;
  /** The pod's UUID; the default hostname is `craton-UUID`. */
  uuid: string;
  /** The node's CPU as appc names it (`appcArch`); an image for another one is refused. Absent: not checked. */
  arch?: string;
};

export type PlanResult =
  | { ok: true; plan: PodPlanValue; isolators: IsolatorReport[]; warnings: string[] }
  /** `error` is ready to be thrown: `bad-manifest` or `unsupported`, with all `errors` in it. */
  | { ok: false; error: CratonError; errors: PathError[] };

/** agent/appc/image-manifest.ts, agent/appc/pod-manifest.ts */
export type Parsed<T> = { ok: true; manifest: T } | { ok: false; errors: PathError[] };

/** What `resolveUser` (agent/appc/user.ts) needs: the image's own files as text (null: absent), and the owner of a file in the root. */
export type UserFiles = {
  passwd: string | null;
  group: string | null;
  /** null when the path is not in the root. Must not leave the root. */
  owner: (path: string) => Promise<{ uid: number; gid: number } | null>;
};
