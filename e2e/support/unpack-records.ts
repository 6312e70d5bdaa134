/** Raw records for the unpacking writer, right or wrong as a test wants them. Written apart from the reader's own encoder. */
export const kind = {
  dir: 1,
  file: 2,
  symlink: 3,
  hardlink: 4,
  fifo: 7,
  data: 8,
  whiteout: 10,
  opaque: 11,
  progress: 20,
  summary: 21,
  fail: 22,
};

export function record(type: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(type);
  head.writeUInt32LE(payload.length, 1);
  return Buffer.concat([head, payload]);
}

const sized = (text: string | Buffer, width: 2 | 4) => {
  const bytes = Buffer.from(text as string);
  const head = Buffer.alloc(width);
  head.writeUIntLE(bytes.length, 0, width);
  return Buffer.concat([head, bytes]);
};

type Meta = {
  mode?: number;
  uid?: number;
  gid?: number;
  mtime?: bigint;
  nanoseconds?: number;
  size?: number | bigint;
  link?: string | Buffer;
  xattrs?: [string, Buffer][];
};

export function entry(type: number, path: string | Buffer, meta: Meta = {}): Buffer {
  const fixed = Buffer.alloc(32);
  fixed.writeUInt32LE(meta.mode ?? 0o644, 0);
  fixed.writeUInt32LE(meta.uid ?? 0, 4);
  fixed.writeUInt32LE(meta.gid ?? 0, 8);
  fixed.writeBigInt64LE(meta.mtime ?? 1_000_000_000n, 12);
  fixed.writeUInt32LE(meta.nanoseconds ?? 0, 20);
  fixed.writeBigUInt64LE(BigInt(meta.size ?? 0), 24);
  const count = Buffer.alloc(2);
  count.writeUInt16LE(meta.xattrs?.length ?? 0);
  const xattrs = (meta.xattrs ?? []).flatMap(([name, value]) => [sized(name, 2), sized(value, 4)]);
  return record(type, Buffer.concat([fixed, sized(path, 2), sized(meta.link ?? "", 2), count, ...xattrs]));
}

export const dir = (path: string, meta: Meta = {}) => entry(kind.dir, path, { mode: 0o755, ...meta });
export const data = (bytes: string | Buffer) => record(kind.data, Buffer.from(bytes as string));
export const file = (path: string, content: string | Buffer = "", meta: Meta = {}) => {
  const bytes = Buffer.from(content as string);
  const head = entry(kind.file, path, { size: bytes.length, ...meta });
  return bytes.length ? Buffer.concat([head, data(bytes)]) : head;
};
export const symlink = (path: string, link: string, meta: Meta = {}) => entry(kind.symlink, path, { link, ...meta });
export const hardlink = (path: string, link: string) => entry(kind.hardlink, path, { link });
export const whiteout = (path: string) => record(kind.whiteout, sized(path, 2));
export const opaque = (path: string) => record(kind.opaque, sized(path, 2));
export const summary = (text = "{}") => record(kind.summary, Buffer.from(text));
export const progress = (bytes: bigint) => {
  const payload = Buffer.alloc(8);
  payload.writeBigUInt64LE(bytes);
  return record(kind.progress, payload);
};
