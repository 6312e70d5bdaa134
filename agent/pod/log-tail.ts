/** Where the last N lines of an app begin, found from the end backwards: costs what those lines are long, not what the log is. */

import type { OpenLog } from "./log-files.ts";
import { longestHead, readHead } from "./log-line.ts";

export type Position = { file: number; offset: number };
const chunkSize = 64 * 1024;

/** Parts (tag P) count with the line that they belong to. `files` oldest first. */
export async function tailPosition(files: OpenLog[], lines: number): Promise<Position> {
  const last = files.length - 1;
  if (lines <= 0) return { file: Math.max(last, 0), offset: files[last]?.size ?? 0 };
  let wanted = lines;
  let start: Position = { file: Math.max(last, 0), offset: files[last]?.size ?? 0 };
  for (let file = last; file >= 0; file--) {
    for await (const { offset, whole } of linesBackwards(files[file] as OpenLog)) {
      if (whole && wanted === 0) return start;
      if (whole) wanted -= 1;
      start = { file, offset };
    }
  }
  return start;
}

/** Starts of lines, last first. `whole` is false for a part. What follows the last newline is left out: it is being written. */
async function* linesBackwards({ handle, size }: OpenLog): AsyncGenerator<{ offset: number; whole: boolean }> {
  let ahead: Buffer = Buffer.alloc(0);
  let seenNewline = false;
  for (let end = size; end > 0; ) {
    const begin = Math.max(0, end - chunkSize);
    const chunk = Buffer.alloc(end - begin);
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, begin);
    if (bytesRead < chunk.length) return;
    const data = Buffer.concat([chunk, ahead.subarray(0, longestHead)]);
    for (let at = chunk.lastIndexOf(10); at >= 0; at = at === 0 ? -1 : chunk.lastIndexOf(10, at - 1)) {
      if (seenNewline) yield { offset: begin + at + 1, whole: isWhole(data, at + 1) };
      seenNewline = true;
    }
    if (begin === 0 && seenNewline) yield { offset: 0, whole: isWhole(data, 0) };
    ahead = data;
    end = begin;
  }
}

function isWhole(data: Buffer, at: number): boolean {
  return readHead(data, at, data.length)?.partial !== true;
}
