/** A sandbox's life on the host: network namespace, bridge and pause process, undone when a step fails. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { Network, ProcessRef, Sandbox, SandboxSpec } from "../host.ts";
import { netnsPath, pauseCgroup, pauseId, podCgroup, sandboxPlaces } from "./config.ts";
import type { Kit } from "./kit.ts";
import { unmount } from "./mounts.ts";
import { claimPorts, portsOf, probePorts, releasePorts } from "./network/ports.ts";
import { pauseConfig } from "./oci/pause.ts";
import { emptyCgroup, removeCgroup } from "./reap.ts";
import { needProgram } from "./tools.ts";

export async function createSandbox(kit: Kit, spec: SandboxSpec): Promise<Sandbox> {
  const netns = netnsPath(kit.places, spec.uuid);
  if (kit.runtime.known(pauseId(spec.uuid)) || existsSync(netns))
    throw new CratonError("conflict", { what: "sandbox", value: spec.uuid });
  const ports = spec.net === "default" ? spec.ports : [];
  await probePorts(ports);
  claimPorts(kit.places.ports, spec.uuid, ports);
  try {
    return await make(kit, spec, netns);
  } catch (error) {
    await removeSandbox(kit, spec).catch(() => {});
    throw error;
  }
}

async function make(kit: Kit, spec: SandboxSpec, netns: string): Promise<Sandbox> {
  mkdirSync(sandboxPlaces(spec.dir).bundle, { recursive: true, mode: 0o700 });
  kit.cgroups.create(podCgroup(kit.config.cgroup, spec.uuid), spec.limits);
  if (spec.net !== "host") await kit.keeper.netnsCreate(netns);
  const results = await Promise.allSettled([join_(kit, spec, netns), startPause(kit, spec, netns)]);
  const [networks, pause] = results;
  if (networks.status === "rejected") throw networks.reason;
  if (pause.status === "rejected") throw pause.reason;
  return { pause: pause.value, networks: networks.value };
}

async function join_(kit: Kit, spec: SandboxSpec, netns: string): Promise<Network[]> {
  if (spec.net !== "default") return [];
  return [await kit.network.join(spec.uuid, netns, spec.ports, sandboxPlaces(spec.dir).network)];
}

async function startPause(kit: Kit, spec: SandboxSpec, netns: string): Promise<ProcessRef> {
  const places = sandboxPlaces(spec.dir);
  const config = pauseConfig({
    spec,
    rootfs: preparePauseRoot(kit.places.pauseRoot),
    cgroupsPath: pauseCgroup(kit.config.cgroup, spec.uuid),
    netns: spec.net === "host" ? null : netns,
    oomScoreAdj: Math.max(0, kit.own.oomScoreAdj),
  });
  writeFileSync(places.config, JSON.stringify(config), { mode: 0o600 });
  return kit.runtime.runDetached(pauseId(spec.uuid), places.bundle, places.pid, places.log);
}

/** One folder for all pods, with catatonit as /pause; made anew when the program on the host is another. */
function preparePauseRoot(root: string): string {
  const source = needProgram("catatonit");
  const target = join(root, "pause");
  const wanted = statSync(source);
  const have = statSync(target, { throwIfNoEntry: false });
  if (have?.size === wanted.size && have.mtimeMs >= wanted.mtimeMs) return root;
  for (const folder of ["proc", "dev", "sys"]) mkdirSync(join(root, folder), { recursive: true, mode: 0o755 });
  const fresh = join(dirname(root), `pause.${process.pid}`);
  copyFileSync(source, fresh);
  renameSync(fresh, target);
  return root;
}

/**
 * Idempotent; each step is tried though one before it failed, and the first failure is told at the end. What a later try needs
 * to know of the network is kept until the network has let go.
 */
export async function removeSandbox(
  kit: Kit,
  spec: Pick<SandboxSpec, "uuid" | "dir" | "net" | "ports">,
): Promise<void> {
  const cgroup = podCgroup(kit.config.cgroup, spec.uuid);
  const failures: unknown[] = [];
  const attempt = (work: Promise<unknown>) => work.catch((error) => failures.push(error));
  await Promise.all([attempt(endProcesses(kit, spec.uuid, cgroup)), attempt(leaveNetwork(kit, spec))]);
  await attempt(unmount(kit, podMounts(kit, spec.uuid)));
  await attempt(kit.keeper.netnsDelete(netnsPath(kit.places, spec.uuid)));
  await attempt(removeCgroup(kit.cgroups, cgroup));
  await attempt(rm(sandboxPlaces(spec.dir).bundle, { recursive: true, force: true }));
  if (failures.length > 0) throw failures[0];
}

async function leaveNetwork(kit: Kit, spec: Pick<SandboxSpec, "uuid" | "dir" | "net" | "ports">): Promise<void> {
  const { network } = sandboxPlaces(spec.dir);
  const netns = netnsPath(kit.places, spec.uuid);
  const pinned = kit.mountsBelow(netns).length > 0;
  // Whoever has forgotten the pod does not know its ports; the claims do.
  const ports = spec.ports.length > 0 ? spec.ports : portsOf(kit.places.ports, spec.uuid);
  if (spec.net === "default" || existsSync(network))
    await kit.network.leave(spec.uuid, pinned ? netns : null, ports, network);
  releasePorts(kit.places.ports, spec.uuid);
  rmSync(network, { force: true });
}

/** Mounts of the pod wherever its folder is by now: a rename of a folder takes them along. */
function podMounts(kit: Kit, uuid: string): string[] {
  const below = kit.mountsBelow(join(kit.places.state, "agent"));
  return below.filter((point) => point.includes(`/${uuid}/`));
}

/** The pause first: with it the kernel ends everything in the pod's pid namespace. */
async function endProcesses(kit: Kit, uuid: string, cgroup: string): Promise<void> {
  await emptyCgroup(kit.cgroups, cgroup, kit.keeper);
  await Promise.all(
    kit.runtime
      .list()
      .filter((id) => id.startsWith(uuid))
      .map((id) => kit.runtime.remove(id)),
  );
}
