/**
 * Which paths of the node a pod may mount. Whoever may use host paths at all (`use-host-path` in lib/contract/roles.ts) may
 * use any path but these:
 *
 * - never: the state folder, what is above or below it, and every other place where a mount shows it; `/`, and the kernel's
 *   and the running system's own folders;
 * - only when STATE/agent/policy.json lists it: the system's configuration and programs, and the home of root.
 *
 * When policy.json has `hostPaths`, nothing outside of what it lists may be used. A policy that cannot be read allows nothing.
 */
import { readFile, realpath } from "node:fs/promises";
import { z } from "zod";
import { CratonError } from "../../lib/contract/errors.ts";

const never = ["/proc", "/sys", "/dev", "/run", "/var/run", "/boot"];
const byPolicyOnly = ["/etc", "/root", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

const policyFile = z.strictObject({ hostPaths: z.array(z.string().startsWith("/")).optional() });
/** null: no list, so the defaults hold. */
export type HostPathPolicy = string[] | null;

/** A line of /proc/self/mountinfo: what part (`root`) of which file system (`device`) is seen at `at`. */
export type Mount = { device: string; root: string; at: string };

const beneath = (path: string, folder: string) =>
  path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
const overlap = (a: string, b: string) => beneath(a, b) || beneath(b, a);

export function parseMounts(mountinfo: string): Mount[] {
  const plain = (text: string) => text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
  return mountinfo.split("\n").flatMap((line) => {
    const [, , device, root, at] = line.split(" ");
    return device && root && at ? [{ device, root: plain(root), at: plain(at) }] : [];
  });
}

/** Where a path is in its file system, which is the same for all mounts of that. */
function placeOf(path: string, mounts: Mount[]): { device: string; path: string } | null {
  let found: Mount | null = null;
  for (const mount of mounts) if (beneath(path, mount.at) && mount.at.length >= (found?.at.length ?? 0)) found = mount;
  if (!found) return null;
  const rest = path.slice(found.at === "/" ? 0 : found.at.length);
  return { device: found.device, path: `${found.root === "/" ? "" : found.root}${rest}` || "/" };
}

/** True when the source, or a mount below it, shows the state folder or a part of it. */
function showsState(source: string, state: string, mounts: Mount[]): boolean {
  if (overlap(source, state)) return true;
  const hidden = placeOf(state, mounts);
  if (!hidden) return false;
  const clash = (place: { device: string; path: string } | null) =>
    place?.device === hidden.device && overlap(place.path, hidden.path);
  if (clash(placeOf(source, mounts))) return true;
  return mounts.some(({ at, device, root }) => beneath(at, source) && clash({ device, path: root }));
}

/** null when the source may be mounted, otherwise why not. All paths are real ones, without links. */
export function hostPathVerdict(
  source: string,
  { state, policy, mounts }: { state: string; policy: HostPathPolicy; mounts: Mount[] },
): string | null {
  if (showsState(source, state, mounts)) return "it would show the state folder of the agent";
  if (source === "/") return "it is the root of the node";
  const kernel = never.find((folder) => overlap(source, folder));
  if (kernel) return `${kernel} can never be mounted`;
  if (policy?.some((allowed) => beneath(source, allowed.replace(/\/+$/, "") || "/"))) {
    const system = byPolicyOnly.find((folder) => overlap(source, folder));
    const named = policy.some((allowed) => system && beneath(allowed, system) && beneath(source, allowed));
    return system && !named ? `${system} has to be listed itself in policy.json` : null;
  }
  if (policy) return "policy.json does not list it";
  const system = byPolicyOnly.find((folder) => overlap(source, folder));
  return system ? `${system} has to be listed in policy.json` : null;
}

async function readPolicy(path: string): Promise<HostPathPolicy> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw cause;
  }
  return policyFile.parse(JSON.parse(text)).hostPaths ?? null;
}

/** Throws `volume-source`. Symbolic links are the host's to refuse (`Host.volumeSource`). */
export async function checkHostPath(volume: string, source: string, state: string): Promise<void> {
  const refuse = (why: string, cause?: unknown) => new CratonError("volume-source", { volume, source, why }, { cause });
  const policyPath = `${state}/agent/policy.json`;
  const policy = await readPolicy(policyPath).catch((cause: unknown) => {
    throw refuse(`${policyPath} cannot be understood, so nothing is allowed`, cause);
  });
  const real = await realpath(source).catch(() => null);
  if (real === null) throw refuse("it does not exist");
  const mounts = parseMounts(await readFile("/proc/self/mountinfo", "utf8").catch(() => ""));
  const why = hostPathVerdict(real, { state: await realpath(state), policy, mounts });
  if (why) throw refuse(why);
}
