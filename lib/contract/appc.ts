/**
 * The two manifests of the App Container specification 0.8.11 (appc C and F), as TypeScript types.
 * agent/appc parses and checks them; fields that the specification does not name are kept as they are.
 */

export type NameValue = { name: string; value: string };
export type Isolator = { name: string; value: unknown };

export type MountPoint = { name: string; path: string; readOnly?: boolean };
/** A range of `count` (default 1) ports from `port` on. */
export type ManifestPort = {
  name: string;
  protocol: string;
  port: number;
  count?: number;
  socketActivated?: boolean;
};
export type EventHandler = { name: "pre-start" | "post-stop"; exec: string[] };

/** How an app is executed: the `app` of an image manifest and of a pod manifest's app. */
export type AppSection = {
  exec?: string[];
  user: string;
  group: string;
  supplementaryGIDs?: number[];
  eventHandlers?: EventHandler[];
  workingDirectory?: string;
  environment?: NameValue[];
  isolators?: Isolator[];
  mountPoints?: MountPoint[];
  ports?: ManifestPort[];
  userAnnotations?: Record<string, string>;
  userLabels?: Record<string, string>;
};

export type Dependency = { imageName: string; imageID?: string; labels?: NameValue[]; size?: number };

export type ImageManifest = {
  acKind: "ImageManifest";
  acVersion: string;
  name: string;
  labels?: NameValue[];
  app?: AppSection;
  dependencies?: Dependency[];
  pathWhitelist?: string[];
  annotations?: NameValue[];
};

export type HostVolume = { name: string; kind: "host"; source: string; readOnly?: boolean; recursive?: boolean };
/** `mode` is octal text, default 0755; `uid` and `gid` default to 0. */
export type EmptyVolume = {
  name: string;
  kind: "empty";
  readOnly?: boolean;
  mode?: string;
  uid?: number;
  gid?: number;
};
export type Volume = HostVolume | EmptyVolume;

/** `appVolume` stands in for the pod's volume of that name. */
export type Mount = { volume: string; path: string; appVolume?: Volume };

export type RuntimeApp = {
  name: string;
  image: { id: string; name?: string; labels?: NameValue[] };
  /** Replaces the image's `app`, is not merged with it. */
  app?: AppSection;
  readOnlyRootFS?: boolean;
  mounts?: Mount[];
  annotations?: NameValue[];
};

export type ExposedPort = { name: string; hostPort: number; hostIP?: string; podPort?: ManifestPort };

export type PodManifest = {
  acKind: "PodManifest";
  acVersion: string;
  apps: RuntimeApp[];
  volumes?: Volume[];
  isolators?: Isolator[];
  annotations?: NameValue[];
  ports?: ExposedPort[];
  userAnnotations?: Record<string, string>;
  userLabels?: Record<string, string>;
};
