/** WALK: the records of agent/host/native/walk.c as a stream that holds the keeper back while its reader is slow. */
import type { TreeWalk, WalkPiece } from "../host.ts";
import { Connection } from "./connection.ts";
import { keeperFailed } from "./errors.ts";
import { type WalkRecord, WalkRecords } from "./walk-records.ts";
import { type Field, field, flag, frame, op, u32, u64 } from "./wire.ts";

/** Pieces that wait for the reader, by their bytes, before the keeper is held back. */
const highWater = 4 * 2 ** 20;

export async function* walkTrees(path: string, walk: TreeWalk): AsyncGenerator<WalkPiece, { entries: number }> {
  const name = `walk ${walk.path} in ${walk.lower[0]}`;
  const { content = 0, deep, maxEntries = Number.MAX_SAFE_INTEGER } = walk;
  const fields: Field[] = [
    ...walk.lower.map((root): Field => [field.ROOT, root]),
    [field.PATH, Buffer.from(walk.path, "latin1")],
    [field.FLAGS, u32((deep ? flag.WALK_DEEP : 0) | (content > 0 ? flag.WALK_CONTENT : 0))],
    [field.MAX, u64(Math.min(content, Number.MAX_SAFE_INTEGER))],
    [field.ENTRIES, u64(maxEntries)],
  ];
  const records = new WalkRecords();
  let waiting: WalkRecord[] = [];
  let held = 0;
  let over = false;
  let done: { entries: number } | null = null;
  let failure: unknown = null;
  let wake = () => {};
  const connection = new Connection(path, name, op.WALK, fields, {
    frame(type, payload) {
      if (type === frame.DONE) done = { entries: Number(payload.readBigUInt64LE(8)) };
      if (type !== frame.CONTENT) return;
      waiting.push(...records.push(payload));
      held += payload.length;
      if (held > highWater) connection.pause();
      wake();
    },
    end(error) {
      over = true;
      failure = error;
      wake();
    },
  });
  const abort = () => connection.close();
  walk.signal?.addEventListener("abort", abort, { once: true });
  try {
    while (true) {
      walk.signal?.throwIfAborted();
      const pieces = waiting;
      waiting = [];
      if (held > highWater && !over) connection.resume();
      held = 0;
      yield* pieces;
      if (waiting.length > 0) continue;
      if (over) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (!done) throw failure ?? keeperFailed(name, "the keeper closed the connection");
    return done;
  } finally {
    walk.signal?.removeEventListener("abort", abort);
    connection.close();
  }
}
