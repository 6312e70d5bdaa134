/** What a Linux host is told, and where it keeps its things below the state folder. */
import { join } from "node:path";

export type LinuxHostConfig = {
  /** STATE; the host's own things are below STATE/agent. */
  state: string;
  keeperSocket: string;
  /** The bridge's interface name, at most 15 characters; also names the network's addresses and nft table. */
  bridge: string;
  /** IPv4 subnet of the pods, as 10.88.0.0/16; its first address is the bridge's. */
  subnet: string;
  /** Name of the root cgroup: pods live in /<cgroup>/<uuid>/<app>. */
  cgroup: string;
  /** Without it crun, else runc. */
  runtime?: "crun" | "runc";
  /** Folder of the CNI plugins. */
  cniPath: string;
};

export type Places = {
  state: string;
  /** `--root` of crun or runc. */
  runtime: string;
  /** Pinned network namespaces, one file a pod. */
  namespaces: string;
  /** host-local's reservations, one file an address in a folder named by the network. */
  addresses: string;
  /** Claims on host ports, one file each. */
  ports: string;
  /** The pause process's root file system. */
  pauseRoot: string;
  /** Short names for image trees, while an overlay with many of them is mounted. */
  links: string;
};

export function placesOf(state: string): Places {
  const agent = join(state, "agent");
  return {
    state,
    runtime: join(agent, "runtime"),
    namespaces: join(agent, "network", "ns"),
    addresses: join(agent, "network", "ipam"),
    ports: join(agent, "network", "ports"),
    pauseRoot: join(agent, "pause", "rootfs"),
    links: join(agent, "l"),
  };
}

/** Everything of one app below its own folder. */
export function appPlaces(dir: string) {
  return {
    bundle: join(dir, "bundle"),
    config: join(dir, "bundle", "config.json"),
    rootfs: join(dir, "rootfs"),
    upper: join(dir, "upper"),
    work: join(dir, "work"),
    volumes: join(dir, "volumes"),
    etc: join(dir, "etc"),
    exec: join(dir, "exec"),
    /** conmon's exit and persist folder: `<id>`, `exit`, `oom`. */
    shim: join(dir, "shim"),
    pid: join(dir, "shim", "pid"),
    shimPid: join(dir, "shim", "conmon.pid"),
    refs: join(dir, "shim", "refs.json"),
  };
}

/** Everything of one sandbox below its own folder. */
export function sandboxPlaces(dir: string) {
  return {
    bundle: join(dir, "pause"),
    config: join(dir, "pause", "config.json"),
    pid: join(dir, "pause", "pid"),
    log: join(dir, "pause", "runtime.log"),
    network: join(dir, "network.json"),
  };
}

/** The runtime's id of a pod's pause container; those of its apps are `<uuid>.<app>`. */
export const pauseId = (uuid: string): string => uuid;
export const appName = (spec: { id: string; uuid: string }): string => spec.id.slice(spec.uuid.length + 1);
export const netnsPath = (places: Places, uuid: string): string => join(places.namespaces, uuid);

/** Absolute cgroup paths, as in config.json: relative ones would nest below the caller's own. */
export const podCgroup = (root: string, uuid: string): string => `/${root}/${uuid}`;
export const pauseCgroup = (root: string, uuid: string): string => `/${root}/${uuid}/pause`;
/** An app may be called pause too; no app's name holds a dot. */
export function appCgroup(root: string, spec: { id: string; uuid: string }): string {
  const name = appName(spec);
  return `/${root}/${spec.uuid}/${name === "pause" ? "pause.app" : name}`;
}
