/**
 * A folder as the files of an ACI: in the order of their names' bytes, hard links told by inode, no link followed. Names are bytes,
 * one character a byte (latin1). Sockets are left out, devices refused.
 */
import type { Stats } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { CratonError } from "../../lib/contract/errors.ts";
import { diskError } from "../disk.ts";
import type { AciFile } from "./build-aci.ts";
import { allowedXattrs, type Xattr } from "./unpack/xattrs.ts";

/** Where extended attributes come from. */
export type Xattrs = { of(path: Buffer): Promise<Xattr[]> };
const noXattrs: Xattrs = { of: async () => [] };

export async function* walkFolder(root: string, xattrs: Xattrs = noXattrs): AsyncGenerator<AciFile> {
  const top = await lstat(root).catch((cause) => Promise.reject(diskError(cause, root, "read")));
  if (!top.isDirectory()) throw new CratonError("disk-failed", { path: root, verb: "read", why: "it is no folder" });
  const walk = new Walk(Buffer.from(root), xattrs);
  yield { path: "", type: "dir", ...common(top), xattrs: await walk.attributes("") };
  yield* walk.below("");
}

class Walk {
  readonly #root: Buffer;
  readonly #xattrs: Xattrs;
  /** The first name of each inode that has several. */
  readonly #inodes = new Map<string, string>();

  constructor(root: Buffer, xattrs: Xattrs) {
    this.#root = root;
    this.#xattrs = xattrs;
  }

  async *below(folder: string): AsyncGenerator<AciFile> {
    const names = (await readdir(this.#full(folder), { encoding: "buffer" })).map((name) => name.toString("latin1"));
    names.sort((a, b) => (a < b ? -1 : 1));
    for (const name of names) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const full = this.#full(path);
      const stat = await lstat(full);
      const file = { path, ...common(stat) };
      if (stat.isDirectory()) {
        yield { ...file, type: "dir", xattrs: await this.attributes(path) };
        yield* this.below(path);
      } else if (stat.isSymbolicLink()) {
        const link = (await readlink(full, { encoding: "buffer" })).toString("latin1");
        yield { ...file, type: "symlink", link };
      } else if (stat.isFIFO()) yield { ...file, type: "fifo" };
      else if (stat.isFile()) yield this.#linked(file, stat) ?? (await this.#file(file, stat, full));
      else if (!stat.isSocket())
        throw new CratonError("unsupported", { what: `${full}, a device`, why: "an image holds no devices" });
    }
  }

  async attributes(path: string): Promise<Xattr[]> {
    return allowedXattrs(await this.#xattrs.of(this.#full(path)), path === "" ? "rootfs" : path);
  }

  async #file(file: Common, stat: Stats, full: Buffer): Promise<AciFile> {
    const xattrs = await this.attributes(file.path);
    return { ...file, type: "file", size: stat.size, content: { file: full }, xattrs };
  }

  /** The second and later names of an inode. */
  #linked(file: Common, stat: Stats): AciFile | null {
    if (stat.nlink < 2) return null;
    const inode = `${stat.dev}:${stat.ino}`;
    const first = this.#inodes.get(inode);
    if (first !== undefined) return { ...file, type: "hardlink", link: first };
    this.#inodes.set(inode, file.path);
    return null;
  }

  #full(path: string): Buffer {
    return path === "" ? this.#root : Buffer.concat([this.#root, Buffer.from(`/${path}`, "latin1")]);
  }
}

type Common = ReturnType<typeof common> & { path: string };
function common(stat: Stats) {
  return { mode: stat.mode & 0o7777, uid: stat.uid, gid: stat.gid, mtime: Math.floor(stat.mtimeMs / 1000) };
}
