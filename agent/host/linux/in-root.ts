/** Finds a file in stacked trees, with every symlink taken as if the stack were the root. For trees that nobody changes. */
import { lstatSync, readFileSync, readlinkSync, type Stats } from "node:fs";
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";

const maxLinks = 40;

/** The file's path on the host, or null when it is absent, no regular file, or a loop of links. */
export function resolveInRoot(lower: string[], path: string): string | null {
  let todo = path.split("/");
  let done: string[] = [];
  let links = 0;
  while (todo.length > 0) {
    const [part = "", ...rest] = todo;
    todo = rest;
    if (part === "" || part === ".") continue;
    if (part === "..") {
      done = done.slice(0, -1);
      continue;
    }
    const found = look(lower, [...done, part]);
    if (!found) return null;
    if (found.stat.isSymbolicLink()) {
      links += 1;
      if (links > maxLinks) return null;
      const target = readlinkSync(found.path);
      if (target.startsWith("/")) done = [];
      todo = [...target.split("/"), ...todo];
    } else done.push(part);
  }
  const end = look(lower, done);
  return end?.stat.isFile() ? end.path : null;
}

/** Rejects with `too-large` rather than cut a file short. */
export function readInRoot(
  lower: string[],
  path: string,
  maxBytes: number,
): { data: Buffer; uid: number; gid: number } | null {
  const found = resolveInRoot(lower, path);
  if (!found) return null;
  const { size, uid, gid } = lstatSync(found);
  if (size > maxBytes) throw new CratonError("too-large", { what: path, limit: maxBytes });
  return { data: readFileSync(found), uid, gid };
}

/**
 * The uppermost layer that has it; a whiteout (character device 0:0) hides what is below. A layer in which a folder on the
 * way is a link is passed over: an upper layer has made that name a folder, or we would not be here.
 */
function look(lower: string[], parts: string[]): { path: string; stat: Stats } | null {
  for (const layer of lower) {
    const folders = parts.slice(0, -1).map((_, i) => join(layer, ...parts.slice(0, i + 1)));
    const kinds = folders.map((folder) => lstatSync(folder, { throwIfNoEntry: false }));
    if (kinds.some((kind) => kind && !kind.isDirectory())) continue;
    const path = join(layer, ...parts);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isCharacterDevice() && stat.rdev === 0) return null;
    if (stat) return { path, stat };
  }
  return null;
}
