/** An .aci of ours on its way to the agent: the signature that lies beside it, and the passphrase that opens it, go in front. */
import fs from "node:fs";
import path from "node:path";
import { companionBytes } from "../../lib/api/companions.ts";
import type { ImageProgress } from "../../lib/contract/image.ts";
import type { Connection } from "./connection.ts";
import { UsageError } from "./failure.ts";
import type { FetchOptions } from "./image-argument.ts";

const maxSignature = 64 * 1024;

export function uploadAci(
  { agent, caller }: Connection,
  file: string,
  { insecure, signature, passphrase }: FetchOptions,
): AsyncIterable<ImageProgress> {
  const armored = signatureOf(file, signature);
  const head = companionBytes({
    ...(armored === undefined ? {} : { signature: armored }),
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  const archive = openRegular(file);
  const body = async function* () {
    if (head.length > 0) yield head;
    yield* archive;
  };
  return agent.images.upload(caller, path.basename(file), body(), {
    insecureOptions: insecure,
    companions: head.length,
  });
}

/** The named file, else FILE.asc when there is one. */
function signatureOf(file: string, named: string | undefined): string | undefined {
  const beside = `${file}.asc`;
  const at = named ?? (fs.existsSync(beside) ? beside : undefined);
  if (at === undefined) return undefined;
  if (fs.statSync(at).size > maxSignature) throw new UsageError(`${at} is larger than ${maxSignature} bytes`);
  return fs.readFileSync(at, "utf8") || undefined;
}

/** Fails before anything is asked of the agent when the file cannot be read. */
function openRegular(file: string): AsyncIterable<Uint8Array> {
  const fd = fs.openSync(file, "r");
  if (!fs.fstatSync(fd).isFile()) {
    fs.closeSync(fd);
    throw new UsageError(`${file} is no regular file`);
  }
  return fs.createReadStream(file, { fd, highWaterMark: 1 << 20 });
}
