/** Where a folder can be seen besides its own path: what mount points show. Pure. */

export const beneath = (path: string, folder: string) =>
  path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
export const overlap = (a: string, b: string) => beneath(a, b) || beneath(b, a);

/** A line of /proc/self/mountinfo: what part (`root`) of which file system (`device`) is seen at `at`. */
export type Mount = { device: string; root: string; at: string };

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

/** True when the source, or a mount below it, shows `state` or a part of it. */
export function showsState(source: string, state: string, mounts: Mount[]): boolean {
  if (overlap(source, state)) return true;
  const hidden = placeOf(state, mounts);
  if (!hidden) return false;
  const clash = (place: { device: string; path: string } | null) =>
    place?.device === hidden.device && overlap(place.path, hidden.path);
  if (clash(placeOf(source, mounts))) return true;
  return mounts.some(({ at, device, root }) => beneath(at, source) && clash({ device, path: root }));
}
