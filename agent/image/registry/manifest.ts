/**
 * Manifests, indexes and configs of images (OCI image-spec, Docker v2 schema 2). What could be read in two ways is refused:
 * one document with both shapes, or a content type that the document contradicts.
 */
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";
import { jsonLimits, readJson } from "../../appc/json.ts";
import { isDigest } from "../store/layout.ts";

const digest = z.string().refine(isDigest, "is no sha256 or sha512 digest");
const descriptor = z.looseObject({
  mediaType: z.string(),
  digest,
  size: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});
export type Descriptor = z.infer<typeof descriptor>;
const platform = z.looseObject({ architecture: z.string(), os: z.string(), variant: z.string().optional() });
const index = z.looseObject({ manifests: z.array(descriptor.extend({ platform: platform.optional() })).max(4096) });
const manifest = z.looseObject({ config: descriptor, layers: z.array(descriptor).max(4096) });
export type Manifest = z.infer<typeof manifest>;
export type Index = z.infer<typeof index>;

export const mediaTypes = {
  index: ["application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"],
  manifest: ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"],
  config: ["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"],
  layer: [
    "application/vnd.oci.image.layer.v1.tar",
    "application/vnd.oci.image.layer.v1.tar+gzip",
    "application/vnd.oci.image.layer.v1.tar+zstd",
    "application/vnd.docker.image.rootfs.diff.tar",
    "application/vnd.docker.image.rootfs.diff.tar.gzip",
    "application/vnd.docker.image.rootfs.diff.tar.zstd",
  ],
};
export const accept = [...mediaTypes.index, ...mediaTypes.manifest].join(", ");

export type Parsed = { kind: "index"; index: z.infer<typeof index> } | { kind: "manifest"; manifest: Manifest };

/** `contentType`: the answer's header, null when it has none. Throws `bad-image`, `unsupported`. */
export function parseManifest(bytes: Buffer, contentType: string | null, image: string): Parsed {
  const fault = (why: string) => new CratonError("bad-image", { image, why });
  const value = jsonObject(bytes, fault);
  const stated = typeof value.mediaType === "string" ? value.mediaType : null;
  const sent = contentType?.split(";")[0]?.trim().toLowerCase() ?? null;
  const known = [...mediaTypes.index, ...mediaTypes.manifest];
  if (value.schemaVersion === 1 || /docker\.distribution\.manifest\.v1\+/.test(`${sent} ${stated}`))
    throw new CratonError("unsupported", {
      what: `${image}, a manifest of schema 1`,
      why: "it is obsolete; push it anew",
    });
  if (stated !== null && sent !== null && known.includes(sent) && stated !== sent)
    throw fault(`its manifest says that it is ${clip(stated)}, the registry that it is ${clip(sent)}`);
  const type = stated ?? sent;
  const both = "manifests" in value && ("layers" in value || "config" in value);
  if (both) throw fault("its manifest is an index and an image at once");
  if (type !== null && mediaTypes.index.includes(type)) return { kind: "index", index: check(index, value, fault) };
  if (type !== null && mediaTypes.manifest.includes(type))
    return { kind: "manifest", manifest: checkManifest(value, fault, image) };
  if ("manifests" in value) return { kind: "index", index: check(index, value, fault) };
  if ("layers" in value) return { kind: "manifest", manifest: checkManifest(value, fault, image) };
  throw fault(`its manifest is of the unknown type ${clip(type ?? "none")}`);
}

function checkManifest(value: unknown, fault: (why: string) => CratonError, image: string): Manifest {
  const parsed = check(manifest, value, fault);
  if (!mediaTypes.config.includes(parsed.config.mediaType))
    throw new CratonError("unsupported", {
      what: `${image}, an artifact of the type ${clip(parsed.config.mediaType)}`,
      why: "it is no container image",
    });
  const odd = parsed.layers.find(({ mediaType }) => !mediaTypes.layer.includes(mediaType));
  if (odd)
    throw new CratonError("unsupported", {
      what: `a layer of the type ${clip(odd.mediaType)}`,
      why: `${image} has one`,
    });
  return parsed;
}

/** The entry for linux and this CPU (OCI name), null when there is none. Entries of no real platform, such as attestations, are none. */
export function findPlatform({ manifests }: Index, cpu: string): Descriptor | null {
  const mine = manifests.filter(({ platform: p }) => p?.os === "linux" && p.architecture === cpu);
  return mine.find(({ platform: p }) => p?.variant === undefined || p.variant === "v8") ?? mine[0] ?? null;
}

/** What an index without an entry for this platform may still have it behind: inner indexes, or the one manifest there is. */
export function withoutPlatform({ manifests }: Index): Descriptor[] {
  const unnamed = manifests.filter(({ platform: p }) => p === undefined);
  const indexes = unnamed.filter(({ mediaType }) => mediaTypes.index.includes(mediaType));
  return manifests.length === 1 ? unnamed : indexes;
}

/** The entry of an index for linux and this CPU. `wrong-platform` lists what there is. */
export function choosePlatform(parsed: Extract<Parsed, { kind: "index" }>, cpu: string, image: string): Descriptor {
  const found = findPlatform(parsed.index, cpu);
  if (found) return found;
  const real = parsed.index.manifests.filter(({ platform: p }) => p !== undefined && p.os !== "unknown");
  const names = real
    .slice(0, 16)
    .map(({ platform: p }) => clip(`${p?.os}/${p?.architecture}${p?.variant ? `/${p.variant}` : ""}`));
  const list = names.length > 0 ? names.join(", ") : "no platform";
  throw new CratonError("wrong-platform", { image, wanted: `linux/${cpu}`, why: `it has ${list}` });
}

const strings = z.array(z.string()).nullish();
const config = z.looseObject({
  architecture: z.string(),
  os: z.string(),
  variant: z.string().nullish(),
  created: z.string().nullish(),
  author: z.string().nullish(),
  config: z
    .looseObject({
      User: z.string().nullish(),
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
      Env: strings,
      Entrypoint: strings,
      Cmd: strings,
      Volumes: z.record(z.string(), z.unknown()).nullish(),
      WorkingDir: z.string().nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
      StopSignal: z.string().nullish(),
      Healthcheck: z.record(z.string(), z.unknown()).nullish(),
      OnBuild: strings,
      Shell: strings,
    })
    .nullish(),
  // Trees of layers are kept by sha256; a sha512 would share its key with an ACI that has the same tar.
  rootfs: z.looseObject({
    type: z.literal("layers"),
    diff_ids: z.array(digest.refine((id) => id.startsWith("sha256:"), "is no sha256")),
  }),
});
export type ImageConfig = z.infer<typeof config>;

export function parseConfig(bytes: Buffer, image: string): ImageConfig {
  const fault = (why: string) => new CratonError("bad-image", { image, why: `its config: ${why}` });
  return check(config, jsonObject(bytes, fault), fault);
}

function jsonObject(bytes: Buffer, fault: (why: string) => CratonError): Record<string, unknown> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw fault("its JSON is not UTF-8");
  }
  // Strict, since parsers differ in which of two equal keys they take.
  const json = readJson(text, { ...jsonLimits, maxBytes: bytes.length });
  if (!json.ok) throw fault(`its JSON ${json.message}`);
  const { value } = json;
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw fault("it is no JSON object");
  return value as Record<string, unknown>;
}

function check<T>(schema: z.ZodType<T>, value: unknown, fault: (why: string) => CratonError): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw fault(`$.${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
}

function clip(text: string): string {
  return JSON.stringify(text.slice(0, 128));
}
