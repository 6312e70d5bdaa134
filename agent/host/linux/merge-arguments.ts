/** A merge on its way to the confined reader: on its command line, since it opens nothing. agent/image/unpack/merge.ts reads it. */
import { gzipSync } from "node:zlib";
import type { Merge } from "../host.ts";

/** The kernel's limit for one argument is 128 KiB. */
const piece = 96 * 1024;
/** The keeper takes a request of 1 MiB. */
const most = 768 * 1024;

/** Null when the lists are too long to be passed on. */
export function mergeArguments(merge: Merge): string[] | null {
  const text = gzipSync(JSON.stringify(merge)).toString("base64");
  if (text.length > most) return null;
  return Array.from({ length: Math.ceil(text.length / piece) }, (_, i) => text.slice(i * piece, (i + 1) * piece));
}
