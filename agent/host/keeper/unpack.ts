/** UNPACK: the confined reader and writer, as one call. */
import { CratonError } from "../../../lib/contract/errors.ts";
import { Connection } from "./connection.ts";
import { errnoName, keeperFailed, ReaderFailure } from "./errors.ts";
import type { UnpackDone, UnpackRequest } from "./types.ts";
import { type Field, field, flag, frame, op, u32, u64 } from "./wire.ts";

const flags = { refuse: 0, replace: flag.UN_REPLACE, merge: flag.UN_REPLACE | flag.UN_MERGE };

/** Payload of a FAIL frame: i32 errno or 0 for a broken rule, u16 length, the entry's path, why. */
function failure(name: string, payload: Buffer, stderr: Buffer): CratonError {
  if (payload.length < 6) return keeperFailed(name, "the keeper's answer is cut off");
  const errno = payload.readInt32LE(0);
  const split = 6 + payload.readUInt16LE(4);
  const entry = payload.toString("utf8", 6, split);
  const why = payload.toString("utf8", split);
  if (errno === 0) return new CratonError("bad-archive", { entry: entry || "(none)", why });
  if (["ENOSPC", "EDQUOT"].includes(errnoName(errno))) return new CratonError("no-space", { path: entry });
  const said = stderr.toString("utf8").trim().slice(-2000);
  const where = entry ? ` at entry ${entry}` : "";
  return keeperFailed(name, `${why}${where}${said ? `: ${said}` : ""}`, errno);
}

export function unpackBlob(path: string, request: UnpackRequest): Promise<UnpackDone> {
  const name = `unpack ${request.blob}`;
  const fields: Field[] = [
    [field.PATH, request.blob],
    [field.TARGET, request.target],
    ...request.reader.map((arg): Field => [field.ARG, arg]),
    [field.FLAGS, u32(flags[request.duplicates])],
    [field.MAX, u64(request.maxBytes)],
    [field.ENTRIES, u64(request.maxEntries)],
  ];
  return new Promise((resolve, reject) => {
    let summary = Buffer.alloc(0);
    let stderr = Buffer.alloc(0);
    let done: UnpackDone | null = null;
    let failed: CratonError | null = null;
    const abort = () => connection.close();
    const connection = new Connection(path, name, op.UNPACK, fields, {
      frame(type, payload) {
        if (type === frame.PROGRESS) request.onProgress?.(Number(payload.readBigUInt64LE(0)));
        else if (type === frame.STDERR) stderr = Buffer.from(payload);
        else if (type === frame.SUMMARY) summary = Buffer.from(payload);
        else if (type === frame.FAIL) failed = failure(name, payload, stderr);
        else if (type === frame.READER_FAIL) failed = new ReaderFailure(name, Buffer.from(payload));
        else if (type === frame.DONE) {
          const [bytes, entries] = [payload.readBigUInt64LE(0), payload.readBigUInt64LE(8)];
          done = { bytes: Number(bytes), entries: Number(entries), summary };
        }
      },
      end(error) {
        request.signal?.removeEventListener("abort", abort);
        if (done) resolve(done);
        else if (failed) reject(failed);
        else if (request.signal?.aborted) reject(request.signal.reason);
        else reject(error ?? keeperFailed(name, "the keeper closed the connection"));
      },
    });
    if (request.signal?.aborted) abort();
    else request.signal?.addEventListener("abort", abort, { once: true });
  });
}
