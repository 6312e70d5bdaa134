/**
 * What all parts of the Linux host share: the keeper, the runtime, the cgroups, and the view of the keeper's mount namespace.
 * That view goes through /proc/<keeper>, so the host works the same from inside that namespace and from outside.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ProcessRef } from "../host.ts";
import type { Keeper } from "../keeper/client.ts";
import { detectCgroups } from "./cgroup/detect.ts";
import type { Cgroups } from "./cgroup/shape.ts";
import { type LinuxHostConfig, type Places, placesOf } from "./config.ts";
import { Filters } from "./filters.ts";
import { NetworkDriver } from "./network/driver.ts";
import { type Machine, readProfile } from "./oci/seccomp.ts";
import { ownPrivileges, type Privileges } from "./privileges.ts";
import { parseMountPoints, refOf } from "./proc.ts";
import { Runtime } from "./runtime.ts";
import { chooseRuntime, needProgram } from "./tools.ts";

export type Kit = {
  config: LinuxHostConfig;
  places: Places;
  keeper: Keeper;
  /** Whose mount namespace is looked at. */
  keeperRef: ProcessRef;
  runtime: Runtime;
  cgroups: Cgroups;
  network: NetworkDriver;
  own: Privileges;
  machine: Machine;
  filters: Filters;
  conmon: string;
  /** Where this process sees the root of the keeper's mount namespace. */
  view: string;
  /** Mount points at or below a folder in the keeper's namespace, the latest first: the order to unmount in. */
  mountsBelow(folder: string): string[];
};

const seccompPath = "/usr/share/containers/seccomp.json";

/** Looks at the machine once. Rejects with `host-lacks` when something needed is missing. */
export async function openKit(config: LinuxHostConfig, keeper: Keeper): Promise<Kit> {
  const places = placesOf(config.state);
  const { pid } = await keeper.ping();
  const keeperRef = refOf(pid);
  if (!keeperRef) throw new CratonError("host-failed", { command: "keeper", why: "it has ended" });
  const mountinfo = () => readFileSync(`/proc/${pid}/mountinfo`, "utf8");
  const choice = chooseRuntime(config.runtime);
  const runtime = new Runtime(choice, places.runtime, keeper);
  const machine: Machine = { arch: process.arch === "arm64" ? "arm64" : "amd64", kernel: release() };
  for (const folder of [places.runtime, places.namespaces, places.addresses, places.ports, places.links])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    config,
    places,
    keeper,
    keeperRef,
    runtime,
    cgroups: detectCgroups(mountinfo()),
    network: new NetworkDriver(config, places, keeper),
    own: ownPrivileges(),
    machine,
    filters: new Filters(readProfile(seccompPath), machine, runtime),
    conmon: needProgram("conmon"),
    view: join("/proc", String(pid), "root"),
    mountsBelow: (folder) =>
      parseMountPoints(mountinfo())
        .filter((point) => point === folder || point.startsWith(`${folder}/`))
        .reverse(),
  };
}
