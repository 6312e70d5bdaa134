/**
 * Builds an ACI (appc B2, B3, B15) that is the same bytes for the same input: entries in the order of their bytes, folders before
 * what is in them, one time for all, the manifest last. `buildAci` takes a folder, `writeAci` a list of files.
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
import { walkFolder } from "./walk-folder.ts";

/** A file of the rootfs; `path` is relative to it, "" the rootfs itself. `content`: bytes, or the path of a file to read. */
export type AciFile = Omit<TarFile, "mtime" | "size"> & {
  mtime?: number;
  size?: number;
  content?: Buffer | { file: string };
};
export type BuildOptions = {
  /** A checked or unchecked manifest; `bad-manifest` when it is wrong. */
  manifest: unknown;
  compress: boolean;
  /** Seconds since 1970 for every entry; `keep` takes the files' own. Default 0. */
  mtime?: number | "keep";
  /** All files belong to root. */
  ownerRoot?: boolean;
};

/** Builds from the folder `root` (the rootfs). Replaces `out` only when all went well. Devices are refused, sockets and attributes left out. */
export async function buildAci(root: string, out: string, options: BuildOptions): Promise<void> {
  await writeAci(walkFolder(root), out, options);
}

export async function writeAci(
  files: AsyncIterable<AciFile> | AciFile[],
  out: string,
  options: BuildOptions,
): Promise<void> {
  const temp = `${out}.${process.pid}.tmp`;
  try {
    await pipeline(
      Readable.from(aciStream(files, options)),
      createWriteStream(temp, { mode: 0o644, flags: "wx", flush: true }),
    );
    await rename(temp, out);
  } catch (cause) {
    await rm(temp, { force: true });
    throw cause instanceof CratonError ? cause : diskError(cause, out, "built");
  }
}

/** The archive as a stream. */
export function aciStream(files: AsyncIterable<AciFile> | AciFile[], options: BuildOptions): AsyncGenerator<Buffer> {
  const checked = checkImageManifest(options.manifest);
  if (!checked.ok) throw manifestError("image manifest", checked.errors);
  const tar = tarStream(files, checked.manifest, options);
  return options.compress ? gzip(tar) : tar;
}

async function* tarStream(
  files: AsyncIterable<AciFile> | AciFile[],
  manifest: ImageManifest,
  options: BuildOptions,
): AsyncGenerator<Buffer> {
  const fixed = options.mtime === "keep" ? null : (options.mtime ?? 0);
  for await (const file of files) {
    const owner = options.ownerRoot ? { uid: 0, gid: 0 } : { uid: file.uid, gid: file.gid };
    const path = file.path === "" ? "rootfs" : `rootfs/${file.path}`;
    const link = file.type === "hardlink" ? `rootfs/${file.link}` : file.link;
    const size = Buffer.isBuffer(file.content) ? file.content.length : (file.size ?? 0);
    yield tarHeader({ ...file, ...owner, path, link, size, mtime: fixed ?? file.mtime ?? 0 });
    if (Buffer.isBuffer(file.content)) yield file.content;
    else if (file.content) yield* fileBytes(file.content.file, size);
    yield tarPadding(size);
  }
  const text = Buffer.from(`${JSON.stringify(manifest)}\n`);
  const about = { type: "file", mode: 0o644, uid: 0, gid: 0, mtime: fixed ?? 0 } as const;
  yield tarHeader({ path: "manifest", size: text.length, ...about });
  yield text;
  yield tarPadding(text.length);
  yield tarEnd();
}

/** Exactly `size` bytes: a file that changes while it is read must not shift what follows. */
async function* fileBytes(path: string, size: number): AsyncGenerator<Buffer> {
  let left = size;
  if (size > 0)
    for await (const chunk of createReadStream(path, { end: size - 1, highWaterMark: 256 * 1024 })) {
      left -= (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  if (left !== 0)
    throw new CratonError("disk-failed", { path, verb: "read", why: "it became shorter while it was read" });
}
