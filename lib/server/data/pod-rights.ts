/** Which further rights a creation needs, and what of it goes into the audit log. Pure; the agent decides for good. */
import type { PodCreate } from "../../contract/pod.ts";
import type { Verb } from "../../contract/roles.ts";

type Loose = Record<string, unknown>;
const objects = (value: unknown): Loose[] =>
  Array.isArray(value) ? value.filter((item): item is Loose => typeof item === "object" && item !== null) : [];

export function extraRights(request: PodCreate): { verb: Verb; why: string }[] {
  const needed: { verb: Verb; why: string }[] = [];
  const volumes = [...(request.volumes ?? []), ...objects((request.manifest as Loose | null | undefined)?.volumes)];
  const host = volumes.find((volume) => volume.kind === "host");
  if (host) needed.push({ verb: "use-host-path", why: `volume ${String(host.name)} is a path of the host` });
  if (request.net === "host") needed.push({ verb: "use-host-network", why: "the pod asks for the host's network" });
  return needed;
}

/** Never values of environment variables: they are where people keep secrets. */
export function summary(request: PodCreate): Record<string, unknown> {
  if (request.manifest !== undefined) return { manifest: true, name: request.name, start: request.start };
  return {
    name: request.name,
    start: request.start,
    net: request.net,
    images: request.apps?.map(({ image }) => image),
    volumes: request.volumes?.map((volume) => (volume.kind === "host" ? { host: volume.source } : volume.kind)),
    ports: request.ports?.map(({ hostPort }) => hostPort),
  };
}
