/** An image's `app` section with a request's options laid over it: what stands in the pod manifest afterwards. */
import type { AppSection, Isolator, MountPoint } from "../../lib/contract/appc.ts";
import type { AppCreate } from "../../lib/contract/pod.ts";
import { defaultCapabilities, spelledOut } from "./capabilities.ts";
import { mergeVariables } from "./environment.ts";
import { cleanPath } from "./path.ts";

const retainSet = "os/linux/capabilities-retain-set";
const removeSet = "os/linux/capabilities-remove-set";

/** Options given replace the image's isolators of their kind; the rest stays. */
function isolators(image: Isolator[], app: AppCreate): Isolator[] {
  const given: Isolator[] = [];
  if (app.cpu !== undefined) given.push({ name: "resource/cpu", value: { limit: app.cpu } });
  if (app.memory !== undefined) given.push({ name: "resource/memory", value: { limit: app.memory } });
  if (app.noNewPrivileges !== undefined) given.push({ name: "os/linux/no-new-privileges", value: app.noNewPrivileges });
  // No capability at all cannot be written as a retain set, which must not be empty (appc H10).
  const none = app.capsRetain?.length === 0;
  const remove = none ? [...defaultCapabilities, ...(app.capsRemove ?? [])] : (app.capsRemove ?? []);
  if (app.capsRetain && !none) given.push({ name: retainSet, value: { set: app.capsRetain.map(spelledOut) } });
  if (remove.length > 0) given.push({ name: removeSet, value: { set: remove.map(spelledOut) } });
  const replaced = new Set(given.map((isolator) => isolator.name));
  if (replaced.has(retainSet)) replaced.add(removeSet);
  if (replaced.has(removeSet)) replaced.add(retainSet);
  return [...image.filter((isolator) => !replaced.has(isolator.name)), ...given];
}

/** A mount asked for read only becomes a read-only mount point: pod manifests have no other place for it. */
function mountPoints(image: MountPoint[], app: AppCreate): MountPoint[] {
  const points = image.map((point) => ({ ...point }));
  for (const mount of app.mounts ?? []) {
    if (!mount.readOnly) continue;
    const point = points.find((p) => cleanPath(p.path) === cleanPath(mount.path));
    if (point) point.readOnly = true;
    else points.push({ name: freeName(mount.volume, points), path: mount.path, readOnly: true });
  }
  return points;
}

function freeName(wanted: string, taken: { name: string }[]): string {
  let name = wanted;
  for (let n = 2; taken.some((item) => item.name === name); n++) name = `${wanted.slice(0, 58)}-${n}`;
  return name;
}

/** `image` undefined: the image has no `app`; it then runs as root, with what the request says. */
export function overrideApp(image: AppSection | undefined, app: AppCreate): AppSection {
  const base: AppSection = image ?? { user: "0", group: "0" };
  const section: AppSection = {
    ...base,
    exec: [...(app.exec ?? base.exec ?? []), ...(app.args ?? [])],
    user: app.user ?? base.user,
    group: app.group ?? base.group,
    environment: mergeVariables(base.environment ?? [], app.environment ?? []),
    isolators: isolators(base.isolators ?? [], app),
    mountPoints: mountPoints(base.mountPoints ?? [], app),
  };
  if (app.supplementaryGIDs) section.supplementaryGIDs = app.supplementaryGIDs;
  if (app.workingDirectory !== undefined) section.workingDirectory = app.workingDirectory;
  return section;
}
