/** Writes a stream to a new file: bounded, hashed, synced. */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { addAbortSignal, Readable } from "node:stream";
import { CratonError } from "../../lib/contract/errors.ts";
import { diskError } from "../disk.ts";

export type ReceiveOptions = {
  algorithm: "sha256" | "sha512";
  /** What the stream is, for `too-large`. */
  what: string;
  max: number;
  onBytes?: (total: number) => void;
  signal: AbortSignal;
};

/** Answers size and `ALGORITHM:HEX`. Throws `too-large`, `no-space`, `disk-failed`, the signal's reason, or the stream's own error. */
export async function receive(
  body: AsyncIterable<Uint8Array>,
  path: string,
  { algorithm, what, max, onBytes, signal }: ReceiveOptions,
): Promise<{ size: number; digest: string }> {
  const hash = createHash(algorithm);
  let size = 0;
  const source = addAbortSignal(signal, body instanceof Readable ? body : Readable.from(body));
  const file = await open(path, "wx", 0o600).catch((cause) => Promise.reject(diskError(cause, path, "made")));
  try {
    for await (const chunk of source as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > max) throw new CratonError("too-large", { what, limit: max });
      hash.update(chunk);
      await writeAll(file, chunk, path);
      onBytes?.(size);
    }
    await file.sync().catch((cause) => Promise.reject(diskError(cause, path, "synced")));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    source.destroy();
    await file.close();
  }
  return { size, digest: `${algorithm}:${hash.digest("hex")}` };
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, chunk: Uint8Array, path: string): Promise<void> {
  try {
    for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
  } catch (cause) {
    throw diskError(cause, path, "written");
  }
}
