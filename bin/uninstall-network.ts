/**
 * `uninstall-network --state DIR --bridge B --subnet CIDR --cgroup C`: what a node holds in the kernel for Craton goes:
 * pods that still run, their network, mounts and cgroups, the bridge and its firewall table. Runs in the keeper's mount
 * namespace. The state folder itself is left to the caller.
 */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { linuxHost } from "../agent/host/linux.ts";

const text = { type: "string", default: "" } as const;
const { values } = parseArgs({ options: { state: text, bridge: text, subnet: text, cgroup: text } });
const state = path.resolve(values.state);
const { bridge, subnet, cgroup } = values;
const keeperSocket = path.join(state, "run/keeper.sock");
const host = linuxHost({ state, keeperSocket, bridge, subnet, cgroup, cniPath: "/usr/lib/cni" });
const pods = path.join(state, "agent/pods/run");
const found = countPods(path.join(state, "agent/pods"));
const { uuids, apps } = await host.leftovers();
for (const id of apps) {
  const [uuid = "", name = ""] = id.split(".");
  await host.removeApp({ id, uuid, dir: path.join(pods, uuid, "apps", name) });
}
for (const uuid of uuids) {
  await host.removeSandbox({ uuid, dir: path.join(pods, uuid, "sandbox"), net: "default", ports: [] });
}
await host.removeNetwork({ sharedChains: true });
await host.close();
process.stdout.write(
  `${found} pods go with the state folder, ${uuids.length} of them ran; ${apps.length} apps were ended\n`,
);

/** Pods in every phase: each is a folder named by its UUID in the folder of its phase. */
function countPods(folder: string): number {
  const names = (at: string) => (fs.existsSync(at) ? fs.readdirSync(at) : []);
  const isPod = (name: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
  return names(folder).reduce((sum, phase) => sum + names(path.join(folder, phase)).filter(isPod).length, 0);
}
