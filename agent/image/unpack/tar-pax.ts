/**
 * PAX extended headers: `LENGTH KEY=VALUE\n` records. Only keys that Craton honours are kept; sparse files are refused by name.
 * An empty value takes a key back (POSIX.1-2017, pax Extended Header).
 */
import { ArchiveError } from "./archive-error.ts";

export type PaxTime = { sec: number; nsec: number };
/** What an extended header says; `null` takes a global value back. */
export type PaxFields = {
  path?: string | null;
  link?: string | null;
  size?: number | null;
  uid?: number | null;
  gid?: number | null;
  mtime?: PaxTime | null;
  xattrs: Map<string, Buffer | null>;
};

const xattrPrefix = "SCHILY.xattr.";

/** `data` is the whole body of the header. `scope` global refuses keys that can only mean one entry. */
export function parsePax(data: Buffer, scope: "entry" | "global", where: string): PaxFields {
  const fields: PaxFields = { xattrs: new Map() };
  for (let at = 0; at < data.length; ) {
    const { key, value, next } = recordAt(data, at, where);
    at = next;
    if (key.startsWith("GNU.sparse.")) throw new ArchiveError(where, "sparse files are not supported");
    if (scope === "global" && (key === "path" || key === "linkpath" || key === "size"))
      throw new ArchiveError(where, `a global extended header sets ${key}`);
    keep(fields, key, value, where);
  }
  return fields;
}

function recordAt(data: Buffer, at: number, where: string): { key: string; value: Buffer; next: number } {
  const fault = (why: string) => new ArchiveError(where, `its extended header is broken: ${why}`);
  const space = data.indexOf(32, at);
  if (space < 0 || space - at > 10 || space === at) throw fault("a record has no length");
  const digits = data.toString("latin1", at, space);
  if (!/^[1-9][0-9]*$/.test(digits)) throw fault("a record's length is no number");
  const next = at + Number(digits);
  if (next > data.length || next <= space + 1) throw fault("a record's length is wrong");
  if (data[next - 1] !== 10) throw fault("a record does not end with a new line");
  const equals = data.indexOf(61, space + 1);
  if (equals < 0 || equals >= next || equals === space + 1) throw fault("a record has no key");
  return { key: data.toString("latin1", space + 1, equals), value: data.subarray(equals + 1, next - 1), next };
}

function keep(fields: PaxFields, key: string, value: Buffer, where: string): void {
  const text = value.toString("latin1");
  const empty = value.length === 0;
  if (key === "path") fields.path = empty ? null : text;
  else if (key === "linkpath") fields.link = empty ? null : text;
  else if (key === "size" || key === "uid" || key === "gid") fields[key] = empty ? null : decimal(text, key, where);
  else if (key === "mtime") fields.mtime = empty ? null : time(text, where);
  else if (key.startsWith(xattrPrefix))
    fields.xattrs.set(key.slice(xattrPrefix.length), empty ? null : Buffer.from(value));
}

function decimal(text: string, key: string, where: string): number {
  const value = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new ArchiveError(where, `its extended header's ${key} is no number`);
  return value;
}

/** Seconds with a fraction, rounded down to nanoseconds; may be negative. */
function time(text: string, where: string): PaxTime {
  const match = /^(-?)([0-9]{1,15})(?:\.([0-9]*))?$/.exec(text);
  if (!match) throw new ArchiveError(where, "its extended header's mtime is no time");
  const sec = Number(match[2]);
  const nsec = Number((match[3] ?? "").slice(0, 9).padEnd(9, "0"));
  if (match[1] === "") return { sec, nsec };
  return nsec === 0 ? { sec: 0 - sec, nsec } : { sec: -sec - 1, nsec: 1e9 - nsec };
}
