/**
 * Bytes of the keeper's protocol. A request is u32le length, then fields (u8 tag, u32le length, bytes); a frame is u8 type, u32le
 * length, payload. The numbers are those of agent/host/native/keeper.h.
 */
export const op = {
  PING: 1,
  EXEC: 2,
  MOUNT: 3,
  NETNS_CREATE: 4,
  NETNS_DELETE: 5,
  WATCH: 6,
  ATTACH: 7,
  REOPEN: 8,
  READ: 9,
  STAT: 10,
  UNPACK: 11,
  RETIRE: 12,
  KEEP: 13,
  WALK: 14,
} as const;

export const field = {
  OP: 1,
  FLAGS: 2,
  ARG: 3,
  ENV: 4,
  CWD: 5,
  UID: 6,
  GID: 7,
  PTY: 8,
  PIPE: 9,
  PATH: 10,
  ROOT: 11,
  MAX: 12,
  ENTRIES: 13,
  CONSOLE: 14,
  STEP: 20,
  SOURCE: 21,
  TARGET: 22,
  FSTYPE: 23,
  MFLAGS: 24,
  DATA: 25,
  PID: 40,
  PROTO: 41,
  MNTNS: 42,
  VIEW: 43,
  CHILDREN: 44,
  MODE: 45,
  KIND: 46,
} as const;

/** Keeper to client. */
export const frame = {
  STDOUT: 1,
  STDERR: 2,
  FD: 3,
  EXITED: 4,
  ERROR: 5,
  VALUE: 6,
  PROGRESS: 7,
  SUMMARY: 8,
  FAIL: 9,
  DONE: 10,
  ENDED: 11,
  FD_EOF: 12,
  STARTED: 13,
  CREDIT: 14,
  CONTENT: 15,
  READER_FAIL: 16,
} as const;

/** Client to keeper. */
export const command = { INPUT: 65, INPUT_EOF: 66, RESIZE: 67, SIGNAL: 68, WATCH: 69, UNWATCH: 70 } as const;

export const flag = {
  EX_DETACH: 1,
  EX_STDIN: 2,
  EX_LINGER: 4,
  UN_REPLACE: 1,
  UN_MERGE: 2,
  WALK_CONTENT: 1,
  WALK_DEEP: 2,
  STEP_RECURSIVE: 1,
  STEP_READONLY: 2,
  STEP_IF_MOUNTED: 0x80000000,
} as const;
export const step = { MOUNT: 1, UMOUNT: 2, BIND: 3, PROPAGATION: 4 } as const;

export const protocol = 3;
export const requestMax = 1 << 20;
/** Payload of a frame to the keeper. */
export const frameMax = 64 << 10;
/** Unacknowledged input bytes for each of the child's descriptors. */
export const inputWindow = 64 << 10;
/** More than any frame from the keeper has: an unpacking reader's summary is the largest. */
const answerMax = (4 << 20) + 1024;

export type Field = readonly [tag: number, value: Buffer | string];

export function u8(n: number): Buffer {
  return Buffer.from([n & 255]);
}
export function u16(n: number): Buffer {
  const b = Buffer.alloc(2);
  b.writeUInt16LE(n & 65535);
  return b;
}
export function u32(n: number): Buffer {
  const b = Buffer.alloc(4);
  b.writeUInt32LE(n >>> 0);
  return b;
}
export function u64(n: number | bigint): Buffer {
  const b = Buffer.alloc(8);
  b.writeBigUInt64LE(BigInt(n));
  return b;
}
export function size(columns: number, rows: number): Buffer {
  return Buffer.concat([u16(columns), u16(rows)]);
}

/** Throws RangeError when the request is above the keeper's limit. */
export function encodeRequest(operation: number, fields: readonly Field[]): Buffer {
  const parts: Buffer[] = [];
  for (const [tag, value] of [[field.OP, u8(operation)] as Field, ...fields]) {
    const bytes = typeof value === "string" ? Buffer.from(value) : value;
    parts.push(u8(tag), u32(bytes.length), bytes);
  }
  const body = Buffer.concat(parts);
  if (body.length > requestMax) throw new RangeError(`a request of ${body.length} bytes, the limit is ${requestMax}`);
  return Buffer.concat([u32(body.length), body]);
}

export function encodeFrame(type: number, payload: Buffer): Buffer {
  return Buffer.concat([u8(type), u32(payload.length), payload]);
}

/** Fields of an answer by tag; the last of a tag counts. */
export function decodeFields(bytes: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < 5) throw new RangeError("a field is cut off");
    const length = bytes.readUInt32LE(at + 1);
    if (length > bytes.length - at - 5) throw new RangeError("a field runs past the end");
    fields.set(bytes.readUInt8(at), bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return fields;
}

export type Frame = { type: number; payload: Buffer };

/** Cuts a stream into frames, whatever its pieces are. Throws RangeError on a length that no keeper sends. */
export class FrameCutter {
  #parts: Buffer[] = [];
  #length = 0;

  push(piece: Buffer): Frame[] {
    this.#parts.push(piece);
    this.#length += piece.length;
    if (this.#length < 5) return [];
    let bytes = this.#parts.length === 1 ? piece : Buffer.concat(this.#parts);
    const frames: Frame[] = [];
    while (bytes.length >= 5) {
      const length = bytes.readUInt32LE(1);
      if (length > answerMax) throw new RangeError(`a frame of ${length} bytes`);
      if (bytes.length < 5 + length) break;
      frames.push({ type: bytes.readUInt8(0), payload: bytes.subarray(5, 5 + length) });
      bytes = bytes.subarray(5 + length);
    }
    this.#parts = bytes.length ? [bytes] : [];
    this.#length = bytes.length;
    return frames;
  }
}
