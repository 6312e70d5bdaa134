/** Facts of an image's config and how it was made, each text and list cut to a length that a page can show. */
import { z } from "zod";
import type { RemoteManifest } from "../../../lib/contract/registry-browse.ts";
import type { ImageConfig } from "./manifest.ts";

const longest = 4096;
const most = 512;

const text = z.string().nullish().catch(null);
const history = z
  .array(
    z.looseObject({ created_by: text, created: text, comment: text, empty_layer: z.boolean().nullish().catch(null) }),
  )
  .nullish()
  .catch(null);

/** Steps of the build, oldest first; those that made a layer point at it as long as there are layers. */
export function stepsOf(config: ImageConfig, layers: number): RemoteManifest["history"] {
  let layer = 0;
  return (history.parse(config.history) ?? []).slice(0, most).map((step) => ({
    by: cut(step.created_by) ?? "",
    created: cut(step.created),
    comment: cut(step.comment),
    layer: step.empty_layer === true || layer >= layers ? null : layer++,
  }));
}

export function configFacts(digest: string, { created, author, config }: ImageConfig): RemoteManifest["config"] {
  const list = (values: readonly string[] | null | undefined) =>
    (values ?? []).slice(0, most).map((v) => v.slice(0, longest));
  const keys = (value: Record<string, unknown> | null | undefined) => list(Object.keys(value ?? {})).sort();
  return {
    digest,
    created: cut(created),
    author: cut(author),
    user: cut(config?.User),
    workingDirectory: cut(config?.WorkingDir),
    entrypoint: list(config?.Entrypoint),
    command: list(config?.Cmd),
    environment: list(config?.Env),
    ports: keys(config?.ExposedPorts),
    volumes: keys(config?.Volumes),
    stopSignal: cut(config?.StopSignal),
    labels: Object.entries(config?.Labels ?? {})
      .slice(0, most)
      .map(([name, value]) => ({ name: name.slice(0, longest), value: value.slice(0, longest) })),
  };
}

/** `linux/arm64/v8`. */
export function platformText(one: { os: string; architecture: string; variant?: string | null }): string {
  return [one.os, one.architecture, one.variant ?? ""]
    .filter((part) => part !== "")
    .join("/")
    .slice(0, 128);
}

/** Null for nothing. */
function cut(value: string | null | undefined): string | null {
  return value === null || value === undefined || value === "" ? null : value.slice(0, longest);
}
