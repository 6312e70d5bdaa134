/** What the host still holds of any pod, whoever forgot it: runtime state, cgroups, namespaces, mounts, addresses, ports. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Kit } from "./kit.ts";
import { reservations } from "./network/addresses.ts";
import { portsHeld } from "./network/ports.ts";

const uuidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const appPattern = new RegExp(`^${uuidPattern.source}\\.[a-z0-9-]+$`);

export function leftoversOf(kit: Kit): { uuids: string[]; apps: string[] } {
  const uuids = new Set<string>();
  const see = (text: string) => {
    const found = uuidPattern.exec(text)?.[0];
    if (found) uuids.add(found);
  };
  const containers = kit.runtime.list();
  for (const id of containers) see(id);
  for (const name of kit.cgroups.children(`/${kit.config.cgroup}`)) see(name);
  for (const name of readdirSync(kit.places.namespaces)) see(name);
  for (const point of kit.mountsBelow(join(kit.places.state, "agent"))) see(point.slice(kit.places.state.length));
  for (const { uuid } of reservations(join(kit.places.addresses, kit.config.bridge))) see(uuid);
  for (const { uuid } of portsHeld(kit.places.ports)) see(uuid);
  const apps = new Set(containers.filter((id) => appPattern.test(id)));
  for (const uuid of uuids)
    for (const name of kit.cgroups.children(`/${kit.config.cgroup}/${uuid}`))
      if (name !== "pause") apps.add(`${uuid}.${name === "pause.app" ? "pause" : name}`);
  return { uuids: [...uuids].sort(), apps: [...apps].sort() };
}
