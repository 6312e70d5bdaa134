/** Whether the image that came is the one that was asked for (appc E8). */
import type { ImageManifest } from "../../../lib/contract/appc.ts";
import { appcArch } from "../../appc/os-arch.ts";
import type { AppName } from "./app-string.ts";

/**
 * null, or in words what differs. A label asked for has the same value in the manifest. `version=latest` asks for the newest, whatever
 * it is called. Where os and arch were not asked for, an image that has them has this node's; one without is for any.
 */
export function mismatch(
  manifest: ImageManifest,
  { name, labels }: AppName,
  cpu: string = process.arch,
): string | null {
  if (manifest.name !== name) return `its name is ${manifest.name}, not ${name}`;
  const own = new Map((manifest.labels ?? []).map((label) => [label.name, label.value]));
  for (const [label, value] of Object.entries(labels)) {
    if (label === "version" && value === "latest") continue;
    if (own.get(label) !== value) return `its label ${label} is ${own.get(label) ?? "missing"}, not ${value}`;
  }
  const [os, arch] = [own.get("os"), own.get("arch")];
  if (os === undefined) return null;
  if (labels.os === undefined && os !== "linux") return `it is for ${os}, this node is linux`;
  if (labels.arch === undefined && arch !== undefined && arch !== appcArch(cpu) && !isVariant(arch, cpu))
    return `it is for ${arch}, this node is ${appcArch(cpu) ?? cpu}`;
  return null;
}

/** Any little-endian 32-bit ARM image: which ones run is the processor's to say. */
function isVariant(arch: string, cpu: string): boolean {
  return cpu === "arm" && /^armv[67]l$/.test(arch);
}
