/**
 * From an OCI config to an appc image manifest, in the manner of docker2aci; docs/decisions/2026-11-24-oci-images.md says where and
 * why it differs. Pure: one image gives one manifest. All of the config is hostile text; what appc cannot express is dropped only
 * where nothing runs differently, and refused otherwise.
 */
import { posix } from "node:path";
import type { AppSection, ImageManifest, ManifestPort, MountPoint, NameValue } from "../../lib/contract/appc.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import { checkImageManifest } from "../appc/image-manifest.ts";
import { manifestError } from "../appc/manifest-error.ts";
import { appcArch } from "../appc/os-arch.ts";
import { timestampFault, variableFault } from "../appc/types.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { ImageConfig } from "./registry/manifest.ts";
import type { Reference } from "./registry/reference.ts";

export type ConvertInput = {
  reference: Reference;
  config: ImageConfig;
  configDigest: string;
  manifestDigest: string;
  /** User and group of the config's `User`, resolved in the image (user.ts). */
  user: { user: string; group: string };
};

const acVersion = "0.8.11";

/** Throws `bad-image` with the reason, or `bad-manifest` when the result breaks a rule of appc. */
export function convertConfig(input: ConvertInput): ImageManifest {
  const { reference, config } = input;
  const checked = checkImageManifest({
    acKind: "ImageManifest",
    acVersion,
    name: imageName(reference),
    labels: labels(input),
    ...(config.config ? { app: appOf(input) } : {}),
    annotations: annotations(input),
  });
  if (!checked.ok) throw manifestError(`manifest of ${reference.source}`, checked.errors);
  return checked.manifest;
}

/** An AC Identifier: the port's colon becomes a hyphen, doubled separators one. */
export function imageName({ registry, repository }: Pick<Reference, "registry" | "repository">): string {
  const clean = `${registry}/${repository}`.toLowerCase().replace(/[^a-z0-9\-._~/]/g, "-");
  return clean.replace(/([-._~])[-._~]+/g, "$1").replace(/(^|\/)[-._~]+|[-._~]+(?=\/|$)/g, "$1");
}

function labels({ reference, config }: ConvertInput): NameValue[] {
  const arch = appcArch(config.architecture, config.variant ?? undefined);
  return [
    ...(reference.tag === null ? [] : [{ name: "version", value: reference.tag }]),
    { name: "os", value: config.os },
    ...(arch === null ? [] : [{ name: "arch", value: arch }]),
  ];
}

function annotations({ reference, config, configDigest, manifestDigest }: ConvertInput): NameValue[] {
  const { Entrypoint, Cmd, StopSignal, Env, Healthcheck, OnBuild, Shell } = config.config ?? {};
  const odd = (Env ?? []).filter(
    (line) => line.includes("=") && variableFault(line.slice(0, line.indexOf("="))) !== null,
  );
  const list = (value: string[] | null | undefined) => (value?.length ? JSON.stringify(value) : null);
  const all: [string, string | null | undefined][] = [
    ["created", config.created && timestampFault(config.created) === null ? config.created : null],
    ["authors", config.author || null],
    ["appc.io/docker/originalname", reference.source.slice("docker://".length)],
    ["appc.io/docker/registryurl", reference.registry],
    ["appc.io/docker/repository", reference.repository],
    ["appc.io/docker/imageid", configDigest],
    ["appc.io/docker/manifesthash", manifestDigest],
    ["appc.io/docker/entrypoint", list(Entrypoint)],
    ["appc.io/docker/cmd", list(Cmd)],
    ["appc.io/docker/stopsignal", StopSignal || null],
    ["appc.io/docker/healthcheck", Healthcheck ? canonicalJson(Healthcheck) : null],
    ["appc.io/docker/onbuild", list(OnBuild)],
    ["appc.io/docker/shell", list(Shell)],
    ["appc.io/docker/unusable-environment", list(odd)],
  ];
  return all.flatMap(([name, value]) => (typeof value === "string" ? [{ name, value }] : []));
}

function appOf(input: ConvertInput): AppSection {
  const { Entrypoint, Cmd, Env, WorkingDir, ExposedPorts, Volumes, Labels } = input.config.config ?? {};
  const exec = [...(Entrypoint ?? []), ...(Cmd ?? [])];
  return {
    ...(exec.length > 0 ? { exec } : {}),
    ...input.user,
    ...(WorkingDir ? { workingDirectory: posix.resolve("/", WorkingDir) } : {}),
    environment: environment(Env ?? []),
    mountPoints: mountPoints(Object.keys(Volumes ?? {}), input.reference.source),
    ports: ports(Object.keys(ExposedPorts ?? {}), input.reference.source),
    ...(Labels && Object.keys(Labels).length > 0 ? { userLabels: Labels } : {}),
  };
}

/** Of a name that is there twice the last counts, as with execve's callers. Lines without `=` mean nothing. */
function environment(lines: string[]): NameValue[] {
  const values = new Map<string, string>();
  for (const line of lines) {
    const equals = line.indexOf("=");
    const name = line.slice(0, Math.max(equals, 0));
    if (equals > 0 && variableFault(name) === null) values.set(name, line.slice(equals + 1));
  }
  return [...values].map(([name, value]) => ({ name, value }));
}

function ports(exposed: string[], image: string): ManifestPort[] {
  const list = exposed.map((text) => {
    const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?(?:\/([a-z]{1,16}))?$/i.exec(text);
    const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
    if (!match || first < 1 || last < first || last > 65535)
      throw new CratonError("bad-image", {
        image,
        why: `its exposed port ${JSON.stringify(text.slice(0, 64))} is none`,
      });
    const protocol = (match[3] ?? "tcp").toLowerCase();
    const span = last > first ? { count: last - first + 1 } : {};
    return { name: `${first}${last > first ? `-${last}` : ""}-${protocol}`, protocol, port: first, ...span };
  });
  const byName = new Map(list.map((port) => [port.name, port]));
  return [...byName.values()].sort((a, b) => a.port - b.port || (a.name < b.name ? -1 : 1));
}

/** `volume-` and the path; equal names get `-1`, `-2`. Paths that would leave the root are refused. */
function mountPoints(paths: string[], image: string): MountPoint[] {
  const taken = new Set<string>();
  const list: MountPoint[] = [];
  for (const raw of [...paths].sort()) {
    if (!raw.startsWith("/") || raw.split("/").includes("..") || raw.includes("\0"))
      throw new CratonError("bad-image", {
        image,
        why: `its volume ${JSON.stringify(raw.slice(0, 128))} is no absolute path without ..`,
      });
    const path = posix.normalize(raw).replace(/(.)\/$/, "$1");
    if (list.some((point) => point.path === path)) continue;
    const base = `volume${path.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`.slice(0, 56).replace(/-$/, "");
    let name = base;
    for (let n = 1; taken.has(name); n++) name = `${base}-${n}`;
    taken.add(name);
    list.push({ name, path });
  }
  return list;
}
