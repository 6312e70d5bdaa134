/** From a tar entry to a thing to make: devices are dealt with here, links and attributes are checked. */
import { ArchiveError, shown } from "./archive-error.ts";
import { checkLinkTarget } from "./name.ts";
import type { TreeEntry } from "./records.ts";
import type { TarEntry } from "./tar.ts";
import { allowedXattrs } from "./xattrs.ts";

/**
 * Null: left out. Devices below dev/ are (the runtime makes /dev anew); elsewhere they refuse the archive, since a device
 * reaches past every wall of a container. `hardlink` cleans the target of a hard link.
 */
export function entryOf(entry: TarEntry, path: string, hardlink: (link: string) => string): TreeEntry | null {
  const name = shown(entry.path);
  if (entry.type === "char" || entry.type === "block") {
    if (path.startsWith("dev/")) return null;
    throw new ArchiveError(name, `it is a ${entry.type === "char" ? "character" : "block"} device outside dev`);
  }
  let link = "";
  if (entry.type === "symlink") {
    checkLinkTarget(entry.path, entry.link);
    link = entry.link;
  } else if (entry.type === "hardlink") link = hardlink(entry.link);
  const { type, mode, uid, gid, mtimeSec, mtimeNsec, size } = entry;
  return { type, path, link, mode, uid, gid, mtimeSec, mtimeNsec, size, xattrs: allowedXattrs(entry.xattrs, name) };
}
