/**
 * Which extended attributes of an archive reach the disk. `user.*` belongs to the image. `security.capability` gives a file
 * capabilities, which the app's bounding set still cuts. Everything that would steer overlayfs is an attack and refuses the archive; labels
 * and ACLs of another machine (`security.selinux`, `system.*`, `trusted.*`) are left out.
 */
import { ArchiveError } from "./archive-error.ts";

const maxName = 255;
const maxValue = 65536;
/** All of one entry: with its two names it fits into one record. */
const maxTotal = 96 * 1024;
const maxCount = 64;

export type Xattr = { name: string; value: Buffer };

export function allowedXattrs(xattrs: Xattr[], entry: string): Xattr[] {
  const fault = (why: string) => new ArchiveError(entry, why);
  let total = 0;
  for (const { name, value } of xattrs) {
    if (name === "" || name.length > maxName || name.includes("\0"))
      throw fault("an extended attribute has a bad name");
    if (/^(trusted|user)\.overlay\./.test(name)) throw fault(`its extended attribute ${name} would steer the overlay`);
    if (value.length > maxValue) throw fault(`its extended attribute ${name} is larger than ${maxValue} bytes`);
    total += name.length + value.length;
  }
  if (xattrs.length > maxCount) throw fault(`it has more than ${maxCount} extended attributes`);
  if (total > maxTotal) throw fault(`its extended attributes are larger than ${maxTotal} bytes`);
  return xattrs.filter(({ name }) => name.startsWith("user.") || name === "security.capability");
}
