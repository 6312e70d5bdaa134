/** What the host still holds for pods and apps that do not run (any more): taken away, so that nothing leaks over a kill. */
import { join } from "node:path";
import { appFolder, appRef, sandboxSpec } from "./app-spec.ts";
import { type Core, podFolder } from "./core.ts";

const uuidLength = 36;

export async function dropLeftovers(core: Core): Promise<void> {
  const { uuids, apps } = await core.host.leftovers();
  const attempt = async (what: string, work: () => Promise<void>) => {
    await work().catch((error: unknown) => core.report(error, `${what} was left over and could not be removed`));
  };
  for (const id of apps) {
    const uuid = id.slice(0, uuidLength);
    const name = id.slice(uuidLength + 1);
    const pod = core.pods.get(uuid);
    if (core.newer.has(uuid) || pod?.status.apps[name]?.state === "running") continue;
    const dir = appFolder(pod ? podFolder(core, pod) : core.store.folder("run", uuid), name);
    await attempt(`app ${id}`, () => core.host.removeApp(pod ? appRef(core, pod, name) : { id, uuid, dir }));
  }
  for (const uuid of uuids) {
    const pod = core.pods.get(uuid);
    if (core.newer.has(uuid) || pod?.state === "running" || pod?.state === "stopping") continue;
    const dir = join(core.store.folder("run", uuid), "sandbox");
    const spec = pod ? sandboxSpec(core, pod) : { uuid, dir, net: "default" as const, ports: [] };
    await attempt(`sandbox ${uuid}`, () => core.host.removeSandbox(spec));
  }
}
