/** Pod manifests (appc F1–F10). */
import type { ExposedPort, Mount, PodManifest, RuntimeApp, Volume } from "../../lib/contract/appc.ts";
import type { PathError } from "../../lib/contract/errors.ts";
import { appSection, id, port } from "./app-section.ts";
import { annotations, labels } from "./image-manifest.ts";
import { isolatorList } from "./isolators.ts";
import { at, jsonLimits, readJson } from "./json.ts";
import type { Parsed } from "./plan-value.ts";
import { flag, integer, list, optional, type Read, record, required, textMap, textThat, unique } from "./reader.ts";
import { absolutePath, identifier, imageId, kind, name, version } from "./types.ts";

const mode = textThat((value) => (/^[0-7]{3,4}$/.test(value) ? null : "must be 3 or 4 octal digits such as 0755"));
const volumeKind = textThat<Volume["kind"]>((value) =>
  value === "empty" || value === "host" ? null : "must be empty or host",
);
type AnyVolume = {
  name: string;
  kind: Volume["kind"];
  readOnly?: boolean;
  source?: string;
  recursive?: boolean;
  mode?: string;
  uid?: number;
  gid?: number;
};
/** F5: `source` belongs to host volumes, `mode`, `uid` and `gid` to empty ones. */
const anyVolume = record<AnyVolume>(
  {
    name: required(name),
    kind: required(volumeKind),
    readOnly: optional(flag),
    source: optional(absolutePath),
    recursive: optional(flag),
    mode: optional(mode),
    uid: optional(id),
    gid: optional(id),
  },
  (value, path, faults) => {
    const foreign = value.kind === "host" ? (["mode", "uid", "gid"] as const) : (["source"] as const);
    for (const key of foreign) {
      if (value[key] !== undefined)
        faults.push({ path: at(path, key), message: `is not for a volume of kind ${value.kind}` });
    }
    if (value.kind === "host" && value.source === undefined)
      faults.push({ path: at(path, "source"), message: "is required" });
  },
);
const volume: Read<Volume> = (value, path, faults) => anyVolume(value, path, faults) as Volume;

const mount = record<Mount>({
  volume: required(name),
  path: required(absolutePath),
  appVolume: optional(volume),
});

const image = record<RuntimeApp["image"]>({
  id: required(imageId),
  name: optional(identifier),
  labels: optional(labels),
});

const app = record<RuntimeApp>({
  name: required(name),
  image: required(image),
  app: optional(appSection),
  readOnlyRootFS: optional(flag),
  mounts: optional(list(mount)),
  annotations: optional(annotations),
});

const ipv4 = textThat((value) =>
  /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?=.)|$)){4}$/.test(value)
    ? null
    : "must be an IPv4 address such as 192.0.2.1",
);
const exposed = record<ExposedPort>({
  name: required(name),
  hostPort: required(integer(1, 65535)),
  hostIP: optional(ipv4),
  podPort: optional(port),
});

/** F3: `apps` may be missing in a template; planning refuses a pod without apps. */
const manifest = record<Omit<PodManifest, "apps"> & { apps?: RuntimeApp[] }>({
  acKind: required(kind("PodManifest")),
  acVersion: required(version),
  apps: optional(list(app, unique<RuntimeApp>("name"))),
  volumes: optional(list(volume, unique<Volume>("name"))),
  isolators: optional(isolatorList),
  annotations: optional(annotations),
  ports: optional(list(exposed)),
  userAnnotations: optional(textMap),
  userLabels: optional(textMap),
});

/** `source` is the manifest's text, or a value that is JSON already. All faults are listed by JSON path. */
export function parsePodManifest(source: unknown): Parsed<PodManifest> {
  const json = typeof source === "string" ? readJson(source) : within(source);
  if (!json.ok) return { ok: false, errors: [{ path: json.path, message: json.message }] };
  const errors: PathError[] = [];
  const result = manifest(json.value, "$", errors);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, manifest: { ...result, apps: result.apps ?? [] } };
}

/** The depth limit for values that were parsed elsewhere. */
function within(value: unknown): ReturnType<typeof readJson> {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > jsonLimits.maxDepth)
      return { ok: false, path: "$", message: `is nested deeper than ${jsonLimits.maxDepth} levels` };
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return { ok: true, value };
}
