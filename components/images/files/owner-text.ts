/** Who a file belongs to, by the image's own names where it has them. Pure. */
import type { ImageFile } from "@/lib/contract/image-files.ts";
import { visibleName } from "@/lib/format/visible-name.ts";

/** `root:shadow`, `1000:users`. */
export function ownerText({ user, uid, group, gid }: Pick<ImageFile, "user" | "uid" | "group" | "gid">): string {
  return `${user === null ? uid : visibleName(user)}:${group === null ? gid : visibleName(group)}`;
}
