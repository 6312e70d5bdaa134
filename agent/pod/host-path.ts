/**
 * Which paths of the node a pod may mount, an allow-list. Whoever may use host paths at all (`use-host-path` in
 * lib/contract/roles.ts) may use
 *
 * - the places for data below, and what STATE/agent/policy.json lists besides: `{"hostPaths": ["/DIR", …]}`; with
 *   `"defaults": false` only what it lists;
 * - never: the state folder, what is above or below it, and every other place where a mount shows it; `/`, and the kernel's
 *   and the running system's own folders, whatever is listed;
 * - what belongs to the system only when it is listed itself, not by a folder above it.
 *
 * A policy that cannot be read allows nothing.
 */
import { readFile, realpath } from "node:fs/promises";
import { z } from "zod";
import { CratonError } from "../../lib/contract/errors.ts";
import { beneath, type Mount, overlap, parseMounts, showsState } from "./shown-by.ts";

/** Where administrators keep data that is theirs. */
const places = [
  ...["/srv", "/mnt", "/media", "/opt", "/home", "/data", "/tmp"],
  ...["/var/tmp", "/var/lib", "/var/log", "/var/www", "/var/backups", "/var/opt"],
];
const never = ["/proc", "/sys", "/dev", "/run", "/var/run", "/boot"];
/** Configuration, programs, and stores of daemons that trust what they find there. */
const systems = [
  ...["/etc", "/root", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/var/cache", "/var/spool"],
  ...["apt", "cloud", "containerd", "containers", "docker", "dpkg", "etcd", "kubelet", "private", "systemd"].map(
    (name) => `/var/lib/${name}`,
  ),
];

const policyFile = z.strictObject({
  hostPaths: z.array(z.string().startsWith("/")).default([]),
  defaults: z.boolean().default(true),
});
export type HostPathPolicy = z.infer<typeof policyFile>;
export const noPolicy: HostPathPolicy = { hostPaths: [], defaults: true };

export const policyPath = (state: string) => `${state}/agent/policy.json`;

/** null when the source may be mounted, otherwise why not. All paths are real ones, without links. */
export function hostPathVerdict(
  source: string,
  { state, policy, mounts }: { state: string; policy: HostPathPolicy; mounts: Mount[] },
): string | null {
  if (showsState(source, state, mounts)) return "it would show the state folder of the agent";
  if (source === "/") return "it is the root of the node";
  const kernel = never.find((folder) => overlap(source, folder));
  if (kernel) return `${kernel} can never be mounted`;
  const listed = policy.hostPaths
    .map((path) => path.replace(/\/+$/, "") || "/")
    .filter((path) => beneath(source, path));
  const remedy = `an administrator of the node can add it to "hostPaths" in ${policyPath(state)}`;
  const system = systems.find((folder) => overlap(source, folder));
  if (system) {
    // What is above a system's folder is as good as the folder; a list that names either means it.
    const isNamed = listed.some((path) => beneath(path, system) || path === source);
    return isNamed ? null : `${system} belongs to the system; ${remedy}`;
  }
  if (listed.length > 0 || (policy.defaults && places.some((place) => beneath(source, place)))) return null;
  return `it is in none of the places that pods may use; ${remedy}`;
}

async function readPolicy(path: string): Promise<HostPathPolicy> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return noPolicy;
    throw cause;
  }
  return policyFile.parse(JSON.parse(text));
}

/** Throws `volume-source`. Symbolic links are the host's to refuse (`Host.volumeSource`). */
export async function checkHostPath(volume: string, source: string, state: string): Promise<void> {
  const refuse = (why: string, cause?: unknown) => new CratonError("volume-source", { volume, source, why }, { cause });
  const policy = await readPolicy(policyPath(state)).catch((cause: unknown) => {
    throw refuse(`${policyPath(state)} cannot be understood, so nothing is allowed`, cause);
  });
  const real = await realpath(source).catch(() => null);
  if (real === null) throw refuse("it does not exist");
  const mounts = parseMounts(await readFile("/proc/self/mountinfo", "utf8").catch(() => ""));
  const why = hostPathVerdict(real, { state: await realpath(state), policy, mounts });
  if (why) throw refuse(why);
}
