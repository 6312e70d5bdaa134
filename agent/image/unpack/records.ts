/**
 * Records: what the confined reader tells the keeper's writer. Each is u8 type, u32le length of the payload (at most
 * 128 KiB), payload; all numbers little-endian; names are bytes.
 *
 *   1 DIR 2 FILE 3 SYMLINK 4 HARDLINK 7 FIFO   u32 mode, u32 uid, u32 gid, i64 mtimeSec, u32 mtimeNsec, u64 size,
 *                                             u16 length + path, u16 length + link,
 *                                             u16 count of (u16 length + name, u32 length + value)
 *   5 PARENT     as DIR, but a folder that stands there already stays as it is
 *   8 DATA       content of the FILE before, `size` bytes in all
 *  10 WHITEOUT  11 OPAQUE                     u16 length + path
 *  20 PROGRESS   u64 bytes of input read
 *  21 SUMMARY    JSON, the last record        22 FAIL   JSON, ends
 *  23 PART       a piece of a SUMMARY that is longer than one record; the SUMMARY holds the last piece. At most 4 MiB in all
 */
import type { LayerMarks } from "../../host/host.ts";
import { ArchiveError, type ArchiveFault } from "./archive-error.ts";
import type { Xattr } from "./xattrs.ts";

export const recordType = {
  dir: 1,
  file: 2,
  symlink: 3,
  hardlink: 4,
  parent: 5,
  fifo: 7,
  data: 8,
  whiteout: 10,
  opaque: 11,
  progress: 20,
  summary: 21,
  fail: 22,
  part: 23,
} as const;
export const maxPayload = 128 * 1024;
const maxSummary = 4 * 1024 * 1024;
const header = 5;

/** One thing to make. `path` "." is the root. `link` is empty but for symlinks (as written) and hard links (a cleaned path). */
export type TreeEntry = {
  type: "dir" | "file" | "symlink" | "hardlink" | "parent" | "fifo";
  path: string;
  link: string;
  mode: number;
  uid: number;
  gid: number;
  mtimeSec: number;
  mtimeNsec: number;
  size: number;
  xattrs: Xattr[];
};

/**
 * What the reader found in all. `tarDigest`: of the plain tar, `sha512:` for ACIs, `sha256:` for layers. `manifest` is the ACI's
 * manifest file as text, null for layers; `marks` is null for ACIs.
 */
export type Summary = {
  tarDigest: string;
  tarBytes: number;
  treeBytes: number;
  entries: number;
  /** Folders that the archive leaves out. */
  implied: number;
  manifest: string | null;
  marks: LayerMarks | null;
};

export function encodeEntry(entry: TreeEntry): Buffer {
  const xattrBytes = entry.xattrs.reduce((sum, { name, value }) => sum + 6 + name.length + value.length, 0);
  const length = 4 * 3 + 8 + 4 + 8 + 2 + entry.path.length + 2 + entry.link.length + 2 + xattrBytes;
  const out = begin(recordType[entry.type], length);
  let at = header;
  at = out.writeUInt32LE(entry.mode & 0o7777, at);
  at = out.writeUInt32LE(entry.uid, at);
  at = out.writeUInt32LE(entry.gid, at);
  at = out.writeBigInt64LE(BigInt(entry.mtimeSec), at);
  at = out.writeUInt32LE(entry.mtimeNsec, at);
  at = out.writeBigUInt64LE(BigInt(entry.size), at);
  at = text(out, at, entry.path);
  at = text(out, at, entry.link);
  at = out.writeUInt16LE(entry.xattrs.length, at);
  for (const { name, value } of entry.xattrs) {
    at = text(out, at, name);
    at = out.writeUInt32LE(value.length, at);
    at += value.copy(out, at);
  }
  return out;
}

export function encodePath(type: "whiteout" | "opaque", path: string): Buffer {
  const out = begin(recordType[type], 2 + path.length);
  text(out, header, path);
  return out;
}

export function encodeProgress(bytes: number): Buffer {
  const out = begin(recordType.progress, 8);
  out.writeBigUInt64LE(BigInt(bytes), header);
  return out;
}

/** Throws ArchiveError when the manifest makes it longer than all parts may be. */
export function encodeSummary(summary: Summary): Buffer {
  const json = Buffer.from(JSON.stringify(summary));
  if (json.length > maxSummary) throw new ArchiveError("manifest", "it is too large");
  const records: Buffer[] = [];
  for (let at = 0; ; at += maxPayload) {
    const last = json.length - at <= maxPayload;
    records.push(encodeBytes(last ? recordType.summary : recordType.part, json.subarray(at, at + maxPayload)));
    if (last) return Buffer.concat(records);
  }
}

export function encodeFail(fault: ArchiveFault): Buffer {
  return encodeBytes(recordType.fail, Buffer.from(JSON.stringify(fault)));
}

function encodeBytes(type: number, bytes: Buffer): Buffer {
  const out = begin(type, bytes.length);
  bytes.copy(out, header);
  return out;
}

function begin(type: number, length: number): Buffer {
  if (length > maxPayload) throw new RangeError(`record of type ${type} has ${length} bytes, more than ${maxPayload}`);
  const out = Buffer.allocUnsafe(header + length);
  out[0] = type;
  out.writeUInt32LE(length, 1);
  return out;
}

function text(out: Buffer, at: number, value: string): number {
  const start = out.writeUInt16LE(value.length, at);
  return start + out.write(value, start, "latin1");
}
