/** Archives for tests, byte by byte: also such as no writer would make. */

import { PassThrough } from "node:stream";
import { readArchive } from "./reader.ts";
import { decodeRecords } from "./record-decoder.ts";
import { RecordWriter } from "./record-writer.ts";
import type { Summary, TreeEntry } from "./records.ts";

export type RawEntry = {
  name: string | Buffer;
  type?: string;
  link?: string | Buffer;
  mode?: number;
  uid?: number;
  gid?: number;
  mtime?: number;
  /** Default: the body's length. */
  size?: number;
  body?: string | Buffer;
  magic?: "ustar" | "gnu" | "v7";
  prefix?: string;
  /** Changes the finished header before its checksum is put in. */
  patch?: (header: Buffer) => void;
  checksum?: number;
};

export function rawEntry(entry: RawEntry): Buffer {
  const body = Buffer.from(entry.body ?? "");
  const header = Buffer.alloc(512);
  const octal = (value: number, at: number, digits: number) =>
    header.write(value.toString(8).padStart(digits, "0"), at, "latin1");
  Buffer.from(entry.name).copy(header, 0, 0, 100);
  octal(entry.mode ?? 0o644, 100, 7);
  octal(entry.uid ?? 0, 108, 7);
  octal(entry.gid ?? 0, 116, 7);
  octal(entry.size ?? body.length, 124, 11);
  octal(entry.mtime ?? 0, 136, 11);
  header.write(entry.type ?? "0", 156, "latin1");
  Buffer.from(entry.link ?? "").copy(header, 157, 0, 100);
  if (entry.magic === "gnu") header.write("ustar  \0", 257, "latin1");
  else if (entry.magic !== "v7") header.write("ustar\x0000", 257, "latin1");
  if (entry.prefix) header.write(entry.prefix, 345, "latin1");
  entry.patch?.(header);
  header.fill(" ", 148, 156);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${(entry.checksum ?? sum).toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

export function pax(fields: Record<string, string | Buffer>, type: "x" | "g" = "x"): Buffer {
  const records = Object.entries(fields).map(([key, value]) => {
    const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from("\n")]);
    let length = rest.length;
    while (`${length}`.length + rest.length !== length) length = `${length}`.length + rest.length;
    return Buffer.concat([Buffer.from(`${length}`), rest]);
  });
  return rawEntry({ name: "PaxHeader", type, body: Buffer.concat(records) });
}

export const tarTail = Buffer.alloc(1024);

export function tarOf(...parts: (Buffer | RawEntry)[]): Buffer {
  return Buffer.concat([...parts.map((part) => (Buffer.isBuffer(part) ? part : rawEntry(part))), tarTail]);
}

/** An ACI around entries, which give their names below rootfs/ themselves. */
export function aciOf(...parts: (Buffer | RawEntry)[]): Buffer {
  return tarOf({ name: "rootfs/", type: "5", mode: 0o755 }, ...parts, { name: "manifest", body: "{}" });
}

export type ReadBack = {
  summary: Summary;
  entries: TreeEntry[];
  files: Record<string, string>;
  marks: string[];
};

/** Reads an archive given in pieces, through the record format. */
export async function readTar(
  archive: Buffer | Buffer[],
  format: "aci" | "layer" = "layer",
  limits: { maxBytes?: number; maxEntries?: number } = {},
): Promise<ReadBack> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on("data", (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
  const writer = new RecordWriter(out);
  async function* input() {
    yield* Array.isArray(archive) ? archive : [archive];
  }
  const options = { format, maxBytes: limits.maxBytes ?? 2 ** 30, maxEntries: limits.maxEntries ?? 1000 };
  const summary = await readArchive(input(), options, writer);
  await writer.end();
  return { summary, ...gather(Buffer.concat(chunks)) };
}

function gather(records: Buffer): Omit<ReadBack, "summary"> {
  const entries: TreeEntry[] = [];
  const files: Record<string, string> = {};
  const marks: string[] = [];
  for (const record of decodeRecords(records)) {
    if (record.kind === "entry") {
      entries.push(record.entry);
      if (record.entry.type === "file") files[record.entry.path] = "";
    } else if (record.kind === "data") files[entries.at(-1)?.path ?? ""] += record.bytes.toString("latin1");
    else if (record.kind === "whiteout" || record.kind === "opaque") marks.push(`${record.kind} ${record.path}`);
  }
  return { entries, files, marks };
}

/** `TYPE PATH[ -> LINK]` of each entry. */
export function listed(entries: TreeEntry[]): string[] {
  return entries.map(({ type, path, link }) => `${type} ${path}${link === "" ? "" : ` -> ${link}`}`);
}
