/** How an archive is extracted over what earlier ones put into the same tree, as the confined reader is told (host/linux/merge-arguments.ts). */
import { gunzipSync } from "node:zlib";
import type { Merge } from "../../host/host.ts";

const mostPlain = 64 * 1024 * 1024;

export function readMergeArguments(pieces: string[]): Merge {
  const text = gunzipSync(Buffer.from(pieces.join(""), "base64"), { maxOutputLength: mostPlain }).toString();
  return JSON.parse(text) as Merge;
}
