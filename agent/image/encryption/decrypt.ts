/**
 * Opens an archive that is encrypted with a passphrase, as a stream into a new file. What is written counts only when this returns:
 * the proof that nothing was changed comes at the end.
 */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { CratonError } from "../../../lib/contract/errors.ts";
import { diskError } from "../../disk.ts";
import { receive } from "../receive.ts";
import { openpgp } from "../trust/openpgp.ts";
import type { Encryption } from "./content.ts";

export type Encrypted = {
  path: string;
  kind: Encryption;
  passphrase: string | null;
  /** For errors. */
  image: string;
  /** Most bytes of what is in it. */
  max: number;
  onBytes: (done: number) => void;
  signal: AbortSignal;
};

/**
 * Answers size and sha512 of what was in it. Throws `passphrase-needed`, `passphrase-wrong`, `bad-image` for what was changed, cut or has
 * no proof against it (integrity protection), `too-large`.
 */
export async function decryptTo(target: string, file: Encrypted): Promise<{ size: number; digest: string }> {
  const { path, kind, passphrase, image, max, onBytes, signal } = file;
  if (kind === "key")
    throw refused(image, "it is encrypted to a key; only passphrases are understood (gpg --symmetric)");
  if (passphrase === null) throw new CratonError("passphrase-needed", { image });
  const { readMessage, decrypt, config } = await openpgp();
  const options = { highWaterMark: 256 * 1024, signal };
  const source = createReadStream(path, kind === "armored" ? { ...options, encoding: "latin1" } : options);
  let opened = 0;
  async function* plain(): AsyncGenerator<Uint8Array> {
    try {
      const web: unknown = Readable.toWeb(source);
      const message =
        kind === "armored"
          ? await readMessage({ armoredMessage: web as ReadableStream<string> })
          : await readMessage({ binaryMessage: web as ReadableStream<Uint8Array> });
      const { data } = await decrypt({
        message,
        passwords: [passphrase as string],
        format: "binary",
        // Nothing is believed before the end, which is why it may be read before it.
        config: { ...config, allowUnauthenticatedStream: true, allowUnauthenticatedMessages: false },
      });
      const reader = (data as ReadableStream<Uint8Array>).getReader();
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        opened += step.value.length;
        yield step.value;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw faultOf(error, image, opened, path);
    }
  }
  try {
    return await receive(plain(), target, {
      algorithm: "sha512",
      what: `what is encrypted in ${image}`,
      max,
      onBytes,
      signal,
    });
  } finally {
    source.destroy();
  }
}

/** Before the first byte a wrong passphrase looks like any damage; after it, it cannot have been wrong. */
function faultOf(error: unknown, image: string, opened: number, path: string): CratonError {
  if (error instanceof CratonError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code === "string") return diskError(error, path, "read");
  if (/not authenticated|integrity/i.test(message))
    return refused(image, "its encryption has no proof against changes; encrypt it anew", error);
  if (/unknown packet|unsupported|not supported|v5 entities/i.test(message))
    return refused(image, "it is encrypted in a way that is not understood (AEAD of gpg 2.3, or an old cipher)", error);
  if (opened > 0) return refused(image, "what is encrypted was changed or cut off", error);
  return new CratonError("passphrase-wrong", { image }, { cause: error });
}

function refused(image: string, why: string, cause?: unknown): CratonError {
  return new CratonError("bad-image", { image, why }, { cause });
}
