/** The labels `os` and `arch` of this node by appc's names (A12): what a name without them means here. */
import { appcArch } from "../../appc/os-arch.ts";
import type { AppName } from "./app-string.ts";

/** The values for templates: what was asked for, else this node's platform and the newest version (E11). */
export function templateValues({ labels }: AppName, cpu: string = process.arch): Record<string, string> {
  const arch = appcArch(cpu);
  return { version: "latest", os: "linux", ...(arch === null ? {} : { arch }), ...labels };
}
