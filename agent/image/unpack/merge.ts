/**
 * How an archive is extracted over what earlier ones put into the same tree, and its way to the confined reader: on its command line,
 * since it opens nothing.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import type { Keep } from "../render/keep.ts";

export type Merge = { keep: Keep };

/** The kernel's limit for one argument is 128 KiB. */
const piece = 96 * 1024;
/** The keeper takes a request of 1 MiB. */
const most = 768 * 1024;
const mostPlain = 64 * 1024 * 1024;

/** Null when the lists are too long to be passed on. */
export function encodeMerge(merge: Merge): string[] | null {
  const text = gzipSync(JSON.stringify(merge)).toString("base64");
  if (text.length > most) return null;
  return Array.from({ length: Math.ceil(text.length / piece) }, (_, i) => text.slice(i * piece, (i + 1) * piece));
}

export function decodeMerge(pieces: string[]): Merge {
  const text = gunzipSync(Buffer.from(pieces.join(""), "base64"), { maxOutputLength: mostPlain }).toString();
  return JSON.parse(text) as Merge;
}
