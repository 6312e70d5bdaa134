/** What `craton patch-manifest` makes of a manifest. Things of a name that is there are replaced, the others appended. */

import { spelledOut } from "../../agent/appc/capabilities.ts";
import type { AppSection, ImageManifest, Isolator } from "../../lib/contract/appc.ts";
import { UsageError } from "./failure.ts";
import { readGroups, readIsolators, readMounts, readPorts, readSeccomp } from "./patch-values.ts";

export type PatchFlags = {
  name?: string;
  exec?: string;
  user?: string;
  group?: string;
  "supplementary-groups"?: string;
  capability?: string;
  "revoke-capability"?: string;
  mounts?: string;
  ports?: string;
  isolators?: string;
  "seccomp-mode"?: string;
  "seccomp-set"?: string;
};

const capabilities = ["os/linux/capabilities-retain-set", "os/linux/capabilities-remove-set"];
const seccomp = ["os/linux/seccomp-retain-set", "os/linux/seccomp-remove-set"];

/** An app is only made for `--exec`, as root unless told otherwise; other flags of an app need one. */
export function patched(manifest: ImageManifest, flags: PatchFlags): ImageManifest {
  const result = { ...manifest, name: flags.name ?? manifest.name };
  const { name: _, ...ofApp } = flags;
  if (Object.values(ofApp).every((value) => value === undefined)) return result;
  const before: AppSection | undefined =
    manifest.app ?? (flags.exec === undefined ? undefined : { user: "0", group: "0" });
  if (!before) throw new UsageError("the image has no app to change: give --exec to make one");
  const app = { ...before, user: flags.user ?? before.user, group: flags.group ?? before.group };
  if (flags.exec !== undefined) app.exec = flags.exec.split(" ");
  if (flags["supplementary-groups"] !== undefined) app.supplementaryGIDs = readGroups(flags["supplementary-groups"]);
  if (flags.mounts !== undefined) app.mountPoints = merged(app.mountPoints, readMounts(flags.mounts));
  if (flags.ports !== undefined) app.ports = merged(app.ports, readPorts(flags.ports));
  app.isolators = isolatorsOf(app.isolators ?? [], flags);
  if (app.isolators.length === 0 && before.isolators === undefined) delete app.isolators;
  return { ...result, app };
}

function isolatorsOf(own: Isolator[], flags: PatchFlags): Isolator[] {
  const { capability, "revoke-capability": revoke, "seccomp-mode": mode, "seccomp-set": set } = flags;
  if (capability !== undefined && revoke !== undefined)
    throw new UsageError("--capability and --revoke-capability exclude each other");
  if ((mode === undefined) !== (set === undefined))
    throw new UsageError("--seccomp-mode and --seccomp-set need each other");
  let result = flags.isolators === undefined ? own : merged(own, readIsolators(flags.isolators));
  const replace = (kinds: string[], isolator: Isolator) => {
    result = [...result.filter(({ name }) => !kinds.includes(name)), isolator];
  };
  const caps = (name: string, list: string) => ({ name, value: { set: list.split(",").map(spelledOut) } });
  if (capability !== undefined) replace(capabilities, caps("os/linux/capabilities-retain-set", capability));
  if (revoke !== undefined) replace(capabilities, caps("os/linux/capabilities-remove-set", revoke));
  if (mode !== undefined && set !== undefined) replace(seccomp, readSeccomp(mode, set));
  return result;
}

function merged<T extends { name: string }>(own: T[] = [], given: T[]): T[] {
  const names = new Set(given.map(({ name }) => name));
  return [...own.filter(({ name }) => !names.has(name)), ...given];
}
