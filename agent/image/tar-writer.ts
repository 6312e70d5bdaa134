/**
 * Writes tar archives that depend on nothing but their input: ustar headers, PAX records where ustar has no room. Used by the ACI
 * builder and for the ACIs of OCI images.
 */
import type { Xattr } from "./unpack/xattrs.ts";

export type TarFile = {
  path: string;
  type: "file" | "dir" | "symlink" | "hardlink" | "fifo";
  /** Target of a symlink as it is, of a hard link as a path in the archive. */
  link?: string;
  mode: number;
  uid: number;
  gid: number;
  /** Whole seconds since 1970. */
  mtime: number;
  size: number;
  /** Written in this order. */
  xattrs?: Xattr[];
};

const block = 512;
const flags: Record<TarFile["type"], string> = { file: "0", hardlink: "1", symlink: "2", dir: "5", fifo: "6" };
/** What 11 and 7 octal digits hold. */
const maxSize = 8 ** 11 - 1;
const maxId = 8 ** 7 - 1;

/**
 * The header blocks of one entry. Content follows, then `tarPadding`. Names are ordinary strings, written as UTF-8, or bytes, one
 * character a byte (`latin1`).
 */
export function tarHeader(file: TarFile, names: "utf8" | "latin1" = "utf8"): Buffer {
  const path = file.type === "dir" && !file.path.endsWith("/") ? `${file.path}/` : file.path;
  const link = file.link ?? "";
  const pax: Buffer[] = [];
  const record = (key: string, value: string | Buffer) =>
    pax.push(paxRecord(Buffer.from(key, "latin1"), Buffer.isBuffer(value) ? value : Buffer.from(value, names)));
  const split = splitPath(path);
  if (!split) record("path", path);
  if (link.length > 100 || !isAscii(link)) record("linkpath", link);
  if (file.size > maxSize) record("size", String(file.size));
  if (file.uid > maxId) record("uid", String(file.uid));
  if (file.gid > maxId) record("gid", String(file.gid));
  if (file.mtime < 0 || file.mtime > maxSize) record("mtime", String(file.mtime));
  for (const { name, value } of file.xattrs ?? []) record(`SCHILY.xattr.${name}`, value);
  const main = header(file, split ?? { name: clip(path), prefix: "" }, clip(link), flags[file.type]);
  if (pax.length === 0) return main;
  const body = Buffer.concat(pax);
  const extended = { ...file, size: body.length, mode: 0o644, uid: 0, gid: 0, mtime: 0 };
  return Buffer.concat([
    header(extended, { name: "PaxHeader", prefix: "" }, "", "x"),
    body,
    tarPadding(body.length),
    main,
  ]);
}

export function tarPadding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}

/** Two zero blocks. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * block);
}

/** ustar's prefix and name, cut at a slash; null when the path does not fit, or is not ASCII. */
function splitPath(path: string): { name: string; prefix: string } | null {
  if (!isAscii(path)) return null;
  if (path.length <= 100) return { name: path, prefix: "" };
  for (let slash = path.lastIndexOf("/", path.length - 2); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
    const name = path.slice(slash + 1);
    if (name.length > 100) return null;
    if (slash <= 155) return { name, prefix: path.slice(0, slash) };
  }
  return null;
}

function header(file: TarFile, { name, prefix }: { name: string; prefix: string }, link: string, flag: string): Buffer {
  const out = Buffer.alloc(block);
  const octal = (value: number, at: number, digits: number) =>
    out.write(value.toString(8).padStart(digits, "0").slice(-digits), at, "latin1");
  out.write(name, 0, "utf8");
  octal(file.mode & 0o7777, 100, 7);
  octal(Math.min(file.uid, maxId), 108, 7);
  octal(Math.min(file.gid, maxId), 116, 7);
  octal(Math.min(file.size, maxSize), 124, 11);
  octal(Math.min(Math.max(file.mtime, 0), maxSize), 136, 11);
  out.write("        ", 148, "latin1");
  out.write(flag, 156, "latin1");
  out.write(link, 157, "utf8");
  out.write("ustar\0", 257, "latin1");
  out.write("00", 263, "latin1");
  octal(0, 329, 7);
  octal(0, 337, 7);
  out.write(prefix, 345, "latin1");
  let sum = 0;
  for (const byte of out) sum += byte;
  out.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return out;
}

/** A PAX record counts its own length. */
function paxRecord(key: Buffer, value: Buffer): Buffer {
  const rest = key.length + value.length + 3;
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return Buffer.concat([Buffer.from(`${length} `), key, Buffer.from("="), value, Buffer.from("\n")]);
}

/** What a reader without PAX sees. */
function clip(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "_").slice(0, 100);
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
