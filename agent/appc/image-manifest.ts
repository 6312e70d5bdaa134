/** Image manifests (appc B12, C1–C10). */
import type { Dependency, ImageManifest, NameValue } from "../../lib/contract/appc.ts";
import { appSection } from "./app-section.ts";
import { at, readJson } from "./json.ts";
import { osArchFault } from "./os-arch.ts";
import type { Parsed } from "./plan-value.ts";
import { integer, list, optional, type Read, type Rule, record, required, unique } from "./reader.ts";
import { absolutePath, identifier, imageId, kind, named, timestampFault, urlFault, version } from "./types.ts";

/** C4: unique names, none is `name`, and os/arch are a pair of the table A11. */
const labelRules: Rule<NameValue[]> = (labels, path, faults) => {
  unique<NameValue>("name")(labels, path, faults);
  for (const [i, label] of labels.entries()) {
    if (label?.name === "name") faults.push({ path: at(at(path, i), "name"), message: "must not be name" });
  }
  const index = (name: string) => labels.findIndex((label) => label?.name === name);
  const [os, arch] = [labels[index("os")]?.value, labels[index("arch")]?.value];
  const why = typeof os === "string" ? osArchFault(os, arch) : null;
  if (why) faults.push({ path: at(at(path, index(why.label)), "value"), message: why.message });
};
export const labels: Read<NameValue[]> = list(named, labelRules);

const known: Record<string, (value: string) => string | null> = {
  created: timestampFault,
  homepage: urlFault,
  documentation: urlFault,
};

/** C8: unique names, and the form of the known ones. */
export const annotations: Read<NameValue[]> = list(named, (items, path, faults) => {
  unique<NameValue>("name")(items, path, faults);
  for (const [i, item] of items.entries()) {
    const check = typeof item?.value === "string" && Object.hasOwn(known, item.name) ? known[item.name] : undefined;
    const message = check?.(item.value) ?? null;
    if (message) faults.push({ path: at(at(path, i), "value"), message });
  }
});

const dependency = record<Dependency>({
  imageName: required(identifier),
  imageID: optional(imageId),
  labels: optional(labels),
  size: optional(integer(0, Number.MAX_SAFE_INTEGER)),
});

const manifest = record<ImageManifest>({
  acKind: required(kind("ImageManifest")),
  acVersion: required(version),
  name: required(identifier),
  labels: optional(labels),
  app: optional(appSection),
  dependencies: optional(list(dependency)),
  pathWhitelist: optional(list(absolutePath)),
  annotations: optional(annotations),
});

/** Checks a value that is JSON already; all faults are listed. */
export function checkImageManifest(value: unknown): Parsed<ImageManifest> {
  const errors: { path: string; message: string }[] = [];
  const result = manifest(value, "$", errors);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, manifest: result };
}

/** The text of a `manifest` file; all faults are listed by JSON path. Unknown fields are kept. */
export function parseImageManifest(source: string): Parsed<ImageManifest> {
  const json = readJson(source);
  return json.ok ? checkImageManifest(json.value) : { ok: false, errors: [{ path: json.path, message: json.message }] };
}
