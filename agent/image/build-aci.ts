/**
 * Builds an ACI (appc B2, B3, B4, B15) that is the same bytes for the same input: entries in the order of their bytes, folders before
 * what is in them, the manifest last. `buildAci` takes a folder, `writeAci` a list of files.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ImageManifest } from "../../lib/contract/appc.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import { checkImageManifest } from "../appc/image-manifest.ts";
import { manifestError } from "../appc/manifest-error.ts";
import { diskError } from "../disk.ts";
import { gzip } from "./gzip.ts";
import { type TarFile, tarEnd, tarHeader, tarPadding } from "./tar-writer.ts";
import { ArchiveError } from "./unpack/archive-error.ts";
import { walkFolder, type Xattrs } from "./walk-folder.ts";
import { xz } from "./xz.ts";

/** A file of the rootfs; `path` is relative to it, "" the rootfs itself. `content`: bytes, or the path of a file to read. */
export type AciFile = Omit<TarFile, "mtime" | "size"> & {
  mtime?: number;
  size?: number;
  content?: Buffer | { file: string | Buffer };
};
/** Those that the specification knows (appc B5) and that can be written here. */
export type AciCompression = "none" | "gzip" | "xz";
export type BuildOptions = {
  /** A checked or unchecked manifest; `bad-manifest` when it is wrong. */
  manifest: unknown;
  compression: AciCompression;
  /** Seconds since 1970 for every entry; `keep` takes the files' own. Default 0. */
  mtime?: number | "keep";
  /** With `keep`: the time of the entry `manifest`, and no entry is younger than `latest` (SOURCE_DATE_EPOCH). */
  manifestTime?: number;
  latest?: number;
  /** All files belong to root. */
  ownerRoot?: boolean;
  /** What becomes of the finished archive on its way to the file: encryption. */
  seal?: (archive: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
};

/** Builds from the folder `root` (the rootfs). Replaces `out` only when all went well. Devices are refused, sockets left out. */
export async function buildAci(root: string, out: string, options: BuildOptions, xattrs?: Xattrs): Promise<void> {
  const archive = aciStream(walkFolder(root, xattrs), options, "latin1");
  await writeWhole(out, options.seal ? options.seal(archive) : archive);
}

export async function writeAci(files: AciFile[], out: string, options: BuildOptions): Promise<void> {
  await writeWhole(out, aciStream(files, options));
}

/** A file that appears when all of it is there, or not at all. */
export async function writeWhole(out: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const temp = `${out}.${process.pid}.tmp`;
  try {
    await pipeline(Readable.from(bytes), createWriteStream(temp, { mode: 0o644, flags: "wx", flush: true }));
    await rename(temp, out);
  } catch (cause) {
    await rm(temp, { force: true });
    if (cause instanceof ArchiveError) throw new CratonError("bad-archive", cause.fault, { cause });
    throw diskError(cause, out, "built");
  }
}

/** The archive as a stream. */
export function aciStream(
  files: AsyncIterable<AciFile> | AciFile[],
  options: BuildOptions,
  names: "utf8" | "latin1" = "utf8",
): AsyncGenerator<Buffer> {
  const checked = checkImageManifest(options.manifest);
  if (!checked.ok) throw manifestError("image manifest", checked.errors);
  return compressed(tarStream(files, checked.manifest, options, names), options.compression);
}

export function compressed(tar: AsyncGenerator<Buffer>, compression: AciCompression): AsyncGenerator<Buffer> {
  return compression === "gzip" ? gzip(tar) : compression === "xz" ? xz(tar) : tar;
}

/** The entry `manifest` with header and padding. */
export function manifestEntry(manifest: ImageManifest, mtime: number): Buffer {
  const text = Buffer.from(`${JSON.stringify(manifest)}\n`);
  const header = tarHeader({
    ...{ path: "manifest", type: "file", size: text.length },
    ...{ mode: 0o644, uid: 0, gid: 0, mtime },
  });
  return Buffer.concat([header, text, tarPadding(text.length)]);
}

async function* tarStream(
  files: AsyncIterable<AciFile> | AciFile[],
  manifest: ImageManifest,
  options: BuildOptions,
  names: "utf8" | "latin1",
): AsyncGenerator<Buffer> {
  const { mtime = 0, latest = Number.POSITIVE_INFINITY, manifestTime = 0 } = options;
  const timeOf = (own: number) => Math.min(mtime === "keep" ? own : mtime, latest);
  for await (const file of files) {
    const owner = options.ownerRoot ? { uid: 0, gid: 0 } : { uid: file.uid, gid: file.gid };
    const path = file.path === "" ? "rootfs" : `rootfs/${file.path}`;
    const link = file.type === "hardlink" ? `rootfs/${file.link}` : file.link;
    const size = Buffer.isBuffer(file.content) ? file.content.length : (file.size ?? 0);
    yield tarHeader({ ...file, ...owner, path, link, size, mtime: timeOf(file.mtime ?? 0) }, names);
    if (Buffer.isBuffer(file.content)) yield file.content;
    else if (file.content) yield* fileBytes(file.content.file, size);
    yield tarPadding(size);
  }
  yield manifestEntry(manifest, timeOf(manifestTime));
  yield tarEnd();
}

/** Exactly `size` bytes: a file that changes while it is read must not shift what follows. */
async function* fileBytes(path: string | Buffer, size: number): AsyncGenerator<Buffer> {
  let left = size;
  if (size > 0)
    for await (const chunk of createReadStream(path, { end: size - 1, highWaterMark: 256 * 1024 })) {
      left -= (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  if (left !== 0)
    throw new CratonError("disk-failed", {
      path: String(path),
      verb: "read",
      why: "it became shorter while it was read",
    });
}
