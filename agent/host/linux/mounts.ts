/** The overlay of an app's root and the binds of its volumes, as one batch for the keeper. */
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { AppSpec } from "../host.ts";
import { MNT, type MountOp } from "../keeper/types.ts";
import { appPlaces } from "./config.ts";
import type { Kit } from "./kit.ts";
import { atLeast } from "./oci/seccomp.ts";
import type { OciMount } from "./oci/spec.ts";
import { removeFolder } from "./remove-folder.ts";

/** mount(2) takes one page of options. */
const longest = 3900;

/** Overlay options; `:` parts the lower folders, and both it and `,` can be escaped. */
export function overlayData(lower: string[], upper: string, work: string, kernel: string): string {
  const name = (path: string) => path.replace(/[\\:,]/g, "\\$&");
  // Nothing runs on from what an app wrote: after its end it is only looked at, so syncing it on unmount would only cost time.
  const volatile = atLeast(kernel, "5.10") ? ",volatile" : "";
  return `lowerdir=${lower.map(name).join(":")},upperdir=${name(upper)},workdir=${name(work)}${volatile}`;
}

/** Mounts root and volumes, all or nothing; answers the binds for config.json. */
export async function mountApp(kit: Kit, spec: AppSpec): Promise<OciMount[]> {
  const places = appPlaces(spec.dir);
  // A root begins as the image's, also where an app of this name was cut off before.
  if (existsSync(places.upper)) await removeFolder(kit.keeper, places.upper);
  prepareUpper(spec.lower[0], places.upper);
  for (const folder of [places.work, places.rootfs]) mkdirSync(folder, { recursive: true });
  const volumes = spec.mounts.map((mount, index) => volumeBind(spec.dir, places.volumes, mount, index));
  const links: string[] = [];
  let data = overlayData(spec.lower, places.upper, places.work, kit.machine.kernel);
  if (data.length > longest) {
    links.push(...shortNames(kit.places.links, spec.lower));
    data = overlayData(links, places.upper, places.work, kit.machine.kernel);
  }
  try {
    await kit.keeper.mounts([
      { op: "mount", source: "overlay", target: places.rootfs, fstype: "overlay", data },
      ...volumes.map(({ op }) => op),
    ]);
  } finally {
    for (const link of links) rmSync(link, { force: true });
  }
  return volumes.map(({ mount }) => mount);
}

/** Unmounts whatever is at or below a folder; nothing is success. */
export async function unmountBelow(kit: Kit, folder: string): Promise<void> {
  await unmount(kit, kit.mountsBelow(folder));
  const left = kit.mountsBelow(folder)[0];
  if (left) throw new CratonError("host-failed", { command: `umount ${left}`, why: "it is still mounted" });
}

/** In the order given. Processes that still use a mount keep it to themselves. */
export async function unmount(kit: Kit, points: string[]): Promise<void> {
  if (points.length === 0) return;
  const flags = MNT.DETACH | MNT.NOFOLLOW;
  await kit.keeper.mounts(points.map((target) => ({ op: "umount", target, flags, ifMounted: true })));
}

/** The root folder of the overlay shows the upper folder's owner and mode: they must be the image's. */
function prepareUpper(top: string | undefined, upper: string): void {
  mkdirSync(upper, { recursive: true });
  const { mode, uid, gid } = top ? statSync(top) : { mode: 0o755, uid: 0, gid: 0 };
  chownSync(upper, uid, gid);
  chmodSync(upper, mode & 0o7777);
}

/**
 * The keeper binds the source to a place of our own without following a link; the runtime then binds that place. So nobody
 * who owns a folder on the source's path can swap it under us, and read-only holds for everything below it.
 */
function volumeBind(dir: string, volumes: string, mount: AppSpec["mounts"][number], index: number) {
  const place = join(volumes, String(index));
  mkdirSync(volumes, { recursive: true, mode: 0o700 });
  if (statSync(mount.source).isDirectory()) mkdirSync(place, { recursive: true });
  else writeFileSync(place, "");
  const op: MountOp = {
    op: "bind",
    source: mount.source,
    root: dir,
    target: `volumes/${index}`,
    recursive: mount.recursive,
    readOnly: mount.readOnly,
  };
  return { op, mount: bindMount(place, mount.destination, mount.readOnly) };
}

export function bindMount(source: string, destination: string, readOnly: boolean): OciMount {
  return { source, destination, type: "bind", options: ["rbind", "rprivate", readOnly ? "ro" : "rw"] };
}

/** Links with short names to trees with long ones. The kernel resolves them when it mounts; then they may go. */
function shortNames(folder: string, lower: string[]): string[] {
  mkdirSync(folder, { recursive: true });
  const tag = Math.random().toString(36).slice(2, 7);
  return lower.map((tree, index) => {
    const link = join(folder, `${tag}${index}`);
    symlinkSync(tree, link);
    return link;
  });
}
