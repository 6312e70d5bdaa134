/** Cuts the bytes of a WALK into records (agent/host/native/walk.c). Throws RangeError on what no keeper sends. */
import type { WalkEntry } from "../host.ts";

export type WalkRecord = { entry: WalkEntry } | { data: Buffer };

const kinds = { 1: "dir", 2: "file", 3: "symlink", 4: "hardlink", 7: "fifo", 12: "other" } as const;
const dataType = 8;
const header = 5;

export class WalkRecords {
  /** The beginning of a record whose end has not come. */
  #rest: Buffer = Buffer.alloc(0);
  /** Content that is still to come of a DATA record; it is passed on as it comes, without a copy. */
  #data = 0;

  push(piece: Buffer): WalkRecord[] {
    const found: WalkRecord[] = [];
    let at = this.#takeData(piece, 0, found);
    let bytes = piece;
    if (this.#rest.length > 0) {
      bytes = Buffer.concat([this.#rest, piece]);
      at = 0;
    }
    while (bytes.length - at >= header) {
      const length = bytes.readUInt32LE(at + 1);
      const type = bytes[at] as number;
      if (type === dataType) {
        this.#data = length;
        at = this.#takeData(bytes, at + header, found);
        continue;
      }
      const end = at + header + length;
      if (bytes.length < end) break;
      found.push({ entry: entryOf(type, bytes.subarray(at + header, end)) });
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return found;
  }

  #takeData(bytes: Buffer, at: number, found: WalkRecord[]): number {
    const end = at + Math.min(this.#data, bytes.length - at);
    if (end > at) found.push({ data: bytes.subarray(at, end) });
    this.#data -= end - at;
    return end;
  }
}

function entryOf(type: number, payload: Buffer): WalkEntry {
  const kind = kinds[type as keyof typeof kinds];
  if (!kind) throw new RangeError(`a record of type ${type}`);
  let at = 36;
  const text = () => {
    const start = at + 2;
    at = start + payload.readUInt16LE(at);
    return payload.toString("latin1", start, at);
  };
  const path = text();
  const link = text();
  const xattrs: WalkEntry["xattrs"] = [];
  const count = payload.readUInt16LE(at);
  at += 2;
  for (let i = 0; i < count; i++) {
    const name = text();
    const start = at + 4;
    at = start + payload.readUInt32LE(at);
    xattrs.push({ name, value: Buffer.from(payload.subarray(start, at)) });
  }
  const mode = payload.readUInt32LE(0);
  return {
    ...{ kind, path, link, xattrs, format: mode & 0o170000, mode: mode & 0o7777 },
    ...{ uid: payload.readUInt32LE(4), gid: payload.readUInt32LE(8), names: payload.readUInt32LE(12) },
    ...{ mtimeSec: Number(payload.readBigInt64LE(16)), mtimeNsec: payload.readUInt32LE(24) },
    size: Number(payload.readBigUInt64LE(28)),
  };
}
