/**
 * Reading an app's log: from the end minus `tail`, over all its files, and on with `follow` through rotations until the app has
 * ended and all is read. Pulls one chunk at a time, so a slow reader costs one chunk and no more.
 */
import { CratonError } from "../../lib/contract/errors.ts";
import type { LogLine } from "../../lib/contract/stdio.ts";
import { closeLogs, type OpenLog, openLogs, openNext } from "./log-files.ts";
import type { LogKeeper } from "./log-keeper.ts";
import { LineCutter, LineReader } from "./log-line.ts";
import { tailPosition } from "./log-tail.ts";
import type { LogWatch } from "./log-watch.ts";

export type LogOptions = { tail?: number; since?: string; follow: boolean; signal: AbortSignal };
export type LogPlace = {
  app: string;
  /** Where the log folder is now: it moves with the pod. */
  folder: () => string;
  /** True when the app writes no more. */
  ended: () => boolean;
  /** Only for `follow`. */
  watch: LogWatch | null;
};
const chunkSize = 64 * 1024;

/** Like `readLogs`, with a watch for as long as it follows. */
export async function* followLogs(
  keeper: LogKeeper,
  uuid: string,
  place: Omit<LogPlace, "watch">,
  options: LogOptions,
): AsyncGenerator<LogLine> {
  if (!options.follow || place.ended()) {
    yield* readLogs({ ...place, watch: null }, options);
    return;
  }
  const watch = keeper.acquire({ uuid, folder: place.folder() });
  try {
    yield* readLogs({ ...place, watch }, options);
  } finally {
    keeper.release(uuid);
  }
}

export async function* readLogs(place: LogPlace, options: LogOptions): AsyncGenerator<LogLine> {
  const since = options.since === undefined ? null : Date.parse(options.since);
  if (Number.isNaN(since)) throw new CratonError("bad-request", { why: `since=${options.since} is no time` });
  const reader = new LineReader();
  const cutter = new LineCutter();
  const line = (raw: Buffer): LogLine[] => {
    const read = reader.read(raw);
    return since !== null && Date.parse(read.time) < since ? [] : [read];
  };
  for await (const chunk of readChunks(place, options, since)) {
    if (options.signal.aborted) return;
    for (const raw of cutter.cut(chunk)) yield* line(raw);
    if (options.signal.aborted) return;
  }
  for (const raw of cutter.flush()) yield* line(raw);
}

async function* readChunks(place: LogPlace, options: LogOptions, since: number | null): AsyncGenerator<Buffer> {
  const { signal, follow } = options;
  let files = await openLogs(place.folder(), place.app);
  try {
    const start = options.tail === undefined ? { file: 0, offset: 0 } : await tailPosition(files, options.tail);
    let { offset } = start;
    files = await dropFirst(files, start.file);
    while (since !== null && files.length > 1 && (files[0]?.mtimeMs ?? 0) < since) {
      files = await dropFirst(files, 1);
      offset = 0;
    }
    while (!signal.aborted) {
      const seen = place.watch?.version ?? 0;
      const over = place.ended();
      const [file] = files;
      if (file) {
        for await (const chunk of toEnd(file, offset, signal)) {
          offset += chunk.length;
          yield chunk;
        }
        if (files.length > 1) {
          files = await dropFirst(files, 1);
          offset = 0;
          continue;
        }
      }
      const next = await nextFile(place, file);
      if (next) {
        // The old file is final now: what came between the end that we saw and the new file.
        if (file) for await (const chunk of toEnd(file, offset, signal)) yield chunk;
        await closeLogs(files);
        files = [next];
        offset = 0;
        if (next.gap > 0) yield gapLine(next.gap);
      } else if (!follow || over || !place.watch) return;
      else await place.watch.changed(seen, signal);
    }
  } finally {
    await closeLogs(files);
  }
}

/** Told in the log itself, where the lines would be: a reader too slow for the writer must not take what it has for all. */
function gapLine(files: number): Buffer {
  const what = files === 1 ? "a log file was" : `${files} log files were`;
  return Buffer.from(
    `${new Date().toISOString()} stderr F [craton: ${what} rotated away before this reader came to them]\n`,
  );
}

async function nextFile(place: LogPlace, file: OpenLog | undefined): Promise<OpenLog | null> {
  if (file) return openNext(place.folder(), place.app, file);
  const [first, ...rest] = await openLogs(place.folder(), place.app);
  await closeLogs(rest);
  return first ?? null;
}

async function* toEnd({ handle }: OpenLog, from: number, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (let offset = from; !signal.aborted; ) {
    const chunk = Buffer.allocUnsafe(chunkSize);
    const { bytesRead } = await handle.read(chunk, 0, chunkSize, offset);
    if (bytesRead === 0) return;
    offset += bytesRead;
    yield chunk.subarray(0, bytesRead);
  }
}

async function dropFirst(files: OpenLog[], count: number): Promise<OpenLog[]> {
  await closeLogs(files.slice(0, count));
  return files.slice(count);
}
