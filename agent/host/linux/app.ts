/** An app's life on the host: validate → plan → apply, undone in reverse when a step fails. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { AppSpec, ProcessRef } from "../host.ts";
import { appCgroup, appPlaces } from "./config.ts";
import { interpreterFault } from "./interpreter.ts";
import type { Kit } from "./kit.ts";
import { bindMount, mountApp, unmountBelow } from "./mounts.ts";
import { hostsFile, resolvFile } from "./network/names.ts";
import { appConfig, within } from "./oci/app.ts";
import type { OciMount } from "./oci/spec.ts";
import { clampCapabilities } from "./privileges.ts";
import { isAlive, readBootId, signalRef } from "./proc.ts";
import { emptyCgroup, ended, removeCgroup } from "./reap.ts";
import { removeFolder } from "./remove-folder.ts";
import { execFailed } from "./runtime-errors.ts";
import { createByShim } from "./shim.ts";

export type Refs = { init: ProcessRef; shim: ProcessRef };

export async function createApp(kit: Kit, spec: AppSpec): Promise<Refs & { notes: string[] }> {
  if (kit.runtime.known(spec.id)) throw new CratonError("conflict", { what: "app", value: spec.id });
  if (!isAlive(spec.sandbox.pause))
    throw new CratonError("host-failed", { command: "create", why: `the sandbox of ${spec.id} has ended` });
  try {
    return await make(kit, spec);
  } catch (error) {
    await removeApp(kit, spec).catch(() => {});
    await removeFolder(kit.keeper, appPlaces(spec.dir).upper).catch(() => {});
    throw error;
  }
}

async function make(kit: Kit, spec: AppSpec): Promise<Refs & { notes: string[] }> {
  const places = appPlaces(spec.dir);
  for (const folder of [places.bundle, places.shim, places.exec]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const volumes = await mountApp(kit, spec);
  const { given, notes } = clampCapabilities(spec.capabilities, kit.own);
  const filter = kit.filters.of(given);
  const config = appConfig({
    spec,
    rootfs: places.rootfs,
    cgroupsPath: appCgroup(kit.config.cgroup, spec),
    capabilities: given,
    oomScoreAdj: Math.max(0, kit.own.oomScoreAdj),
    binds: [...(await etcBinds(spec)), ...volumes],
    filter,
    swapLimit: kit.cgroups.swapLimit,
    pidsLimit: kit.cgroups.pidsLimit,
  });
  writeFileSync(places.config, JSON.stringify(config), { mode: 0o600 });
  const covered = (path: string) => spec.mounts.some((mount) => within(path, mount.destination));
  const fault = interpreterFault(join(kit.view, places.rootfs), spec.args[0] ?? "", covered);
  if (fault) throw execFailed(spec, fault);
  const refs = await createByShim(kit, spec);
  kit.filters.learn(filter, spec.id);
  writeFileSync(places.refs, JSON.stringify({ ...refs, boot: readBootId() }), { mode: 0o600 });
  return { ...refs, notes };
}

/** Files under /etc that the pod has of its own, unless a volume stands there. */
async function etcBinds(spec: AppSpec): Promise<OciMount[]> {
  const { etc } = appPlaces(spec.dir);
  mkdirSync(etc, { recursive: true, mode: 0o755 });
  const files = {
    hosts: hostsFile(spec, await hostText("/etc/hosts")),
    hostname: `${spec.hostname}\n`,
    "resolv.conf": await resolvers(spec.net),
  };
  return Object.entries(files)
    .filter(([name]) => !spec.mounts.some((mount) => within(`/etc/${name}`, mount.destination)))
    .map(([name, text]) => {
      const path = join(etc, name);
      writeFileSync(path, text);
      chmodSync(path, 0o644);
      return bindMount(path, `/etc/${name}`, false);
    });
}

/** Where only a local stub resolver is named, systemd-resolved keeps the real ones in a file of its own. */
async function resolvers(net: AppSpec["net"]): Promise<string> {
  const own = resolvFile(net, await hostText("/etc/resolv.conf"));
  if (net !== "default" || /^\s*nameserver/m.test(own)) return own;
  return resolvFile(net, (await hostText("/run/systemd/resolve/resolv.conf")) || own);
}

const hostText = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

/** Ends the app and its shim, and takes away all that was made for it but its folder, with what it wrote in its root. */
export async function removeApp(kit: Kit, spec: Pick<AppSpec, "id" | "uuid" | "dir">): Promise<void> {
  const places = appPlaces(spec.dir);
  const cgroup = appCgroup(kit.config.cgroup, spec);
  const refs = readRefs(spec.dir);
  await emptyCgroup(kit.cgroups, cgroup, kit.keeper);
  // With its container gone the shim writes the exit file and ends; it is killed only if it does not.
  if (refs) await ended(refs.shim, kit.keeper).catch(() => signalRef(refs.shim, "SIGKILL"));
  await kit.runtime.remove(spec.id);
  await unmountBelow(kit, spec.dir);
  await removeCgroup(kit.cgroups, cgroup);
  const { bundle, rootfs, volumes, etc, exec, work } = places;
  for (const folder of [bundle, rootfs, volumes, etc, exec, work]) await removeFolder(kit.keeper, folder);
}

/** The processes of an app created in this boot; null when it never was, or in another, whose pids are others' by now. */
export function readRefs(dir: string): Refs | null {
  try {
    const { boot, init, shim } = JSON.parse(readFileSync(appPlaces(dir).refs, "utf8")) as Refs & { boot: string };
    return boot === readBootId() ? { init, shim } : null;
  } catch {
    return null;
  }
}
