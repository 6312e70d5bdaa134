/** Opens an ACI on this node's disk: a regular file, never through a link at its end, never waiting for a pipe's other end. */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { CratonError } from "../../lib/contract/errors.ts";
import type { AciSource } from "./import-aci.ts";
import { maxSignatureBytes } from "./trust/read-signature.ts";

/** With the signature that lies beside it as PATH.asc. Throws `fetch-failed` with the reason. */
export async function openFile(path: string): Promise<AciSource & { close: () => Promise<void> }> {
  const file = await openRegular(path);
  const { size } = await file.stat();
  const body = file.createReadStream({ highWaterMark: 256 * 1024, autoClose: false });
  const signature = () => readBeside(`${path}.asc`);
  return { source: `file:${path}`, what: basename(path), total: size, body, signature, close: () => file.close() };
}

/** Null when there is none. */
async function readBeside(path: string): Promise<string | null> {
  const file = await openRegular(path).catch((error: CratonError) => {
    if ((error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT") return null;
    throw error;
  });
  if (file === null) return null;
  try {
    if ((await file.stat()).size > maxSignatureBytes)
      throw new CratonError("too-large", { what: path, limit: maxSignatureBytes });
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  const fault = (why: string, cause?: unknown) => new CratonError("fetch-failed", { source: path, why }, { cause });
  if (path.includes("\0")) throw fault("its path holds a zero byte");
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((cause) => {
    throw fault(reasons[(cause as NodeJS.ErrnoException).code ?? ""] ?? String((cause as Error).message), cause);
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw fault(stat.isDirectory() ? "it is a folder" : "it is no regular file");
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

const reasons: Record<string, string> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  ELOOP: "it is a symbolic link",
  EACCES: "it may not be read",
  ENXIO: "it is no regular file",
  ENAMETOOLONG: "its path is too long",
};
