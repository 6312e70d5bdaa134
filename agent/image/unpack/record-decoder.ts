/** Reads records back: what the tests hold the encoder against. The keeper's writer is its own reader, in C. */
import { maxPayload, recordType, type TreeEntry } from "./records.ts";

export type DecodedRecord =
  | { kind: "entry"; entry: TreeEntry }
  | { kind: "data"; bytes: Buffer }
  | { kind: "whiteout" | "opaque"; path: string }
  | { kind: "progress"; bytes: number }
  | { kind: "summary" | "fail"; value: unknown };

const entryTypes = new Map<number, TreeEntry["type"]>(
  (["dir", "file", "symlink", "hardlink", "parent", "fifo"] as const).map((type) => [recordType[type], type]),
);

/** Throws RangeError on anything that the format does not allow. */
export function decodeRecords(stream: Buffer): DecodedRecord[] {
  const records: DecodedRecord[] = [];
  const parts: Buffer[] = [];
  for (let at = 0; at < stream.length; ) {
    const type = stream.readUInt8(at);
    const length = stream.readUInt32LE(at + 1);
    if (length > maxPayload || at + 5 + length > stream.length) throw new RangeError(`a record of ${length} bytes`);
    const payload = stream.subarray(at + 5, at + 5 + length);
    at += 5 + length;
    if (type === recordType.part) parts.push(payload);
    else if (type === recordType.summary) records.push(decode(type, Buffer.concat([...parts, payload])));
    else records.push(decode(type, payload));
  }
  return records;
}

function decode(type: number, payload: Buffer): DecodedRecord {
  const entryType = entryTypes.get(type);
  if (entryType) return { kind: "entry", entry: entryOf(entryType, payload) };
  if (type === recordType.data) return { kind: "data", bytes: payload };
  if (type === recordType.whiteout) return { kind: "whiteout", path: text(payload, 0).value };
  if (type === recordType.opaque) return { kind: "opaque", path: text(payload, 0).value };
  if (type === recordType.progress) return { kind: "progress", bytes: Number(payload.readBigUInt64LE(0)) };
  if (type === recordType.summary) return { kind: "summary", value: JSON.parse(payload.toString()) };
  if (type === recordType.fail) return { kind: "fail", value: JSON.parse(payload.toString()) };
  throw new RangeError(`record type ${type}`);
}

function entryOf(type: TreeEntry["type"], p: Buffer): TreeEntry {
  const path = text(p, 32);
  const link = text(p, path.next);
  const xattrs: TreeEntry["xattrs"] = [];
  let at = link.next + 2;
  for (let left = p.readUInt16LE(link.next); left > 0; left--) {
    const name = text(p, at);
    const length = p.readUInt32LE(name.next);
    at = name.next + 4 + length;
    if (at > p.length) throw new RangeError("an attribute passes the record's end");
    xattrs.push({ name: name.value, value: p.subarray(name.next + 4, at) });
  }
  if (at !== p.length) throw new RangeError("bytes are left over");
  return {
    type,
    path: path.value,
    link: link.value,
    mode: p.readUInt32LE(0),
    uid: p.readUInt32LE(4),
    gid: p.readUInt32LE(8),
    mtimeSec: Number(p.readBigInt64LE(12)),
    mtimeNsec: p.readUInt32LE(20),
    size: Number(p.readBigUInt64LE(24)),
    xattrs,
  };
}

function text(p: Buffer, at: number): { value: string; next: number } {
  const next = at + 2 + p.readUInt16LE(at);
  if (next > p.length) throw new RangeError("a text passes the record's end");
  return { value: p.toString("latin1", at + 2, next), next };
}
