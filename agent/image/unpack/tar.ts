/**
 * The tar parser: a state machine that is pushed chunks of any size and calls a handler. It keeps at most one header and one
 * extended header in memory. What it does not understand it refuses; nothing is guessed.
 *
 *   header ──L,K,x,g──▶ meta ──▶ padding ──▶ header
 *   header ──entry────▶ data ──▶ padding ──▶ header
 *   header ──zero block──▶ trailer (zeros to the real end)
 */
import { ArchiveError, shown } from "./archive-error.ts";
import { blockSize, parseHeader, type TarHeader } from "./tar-header.ts";
import { type PaxFields, parsePax } from "./tar-pax.ts";

export type TarType = "file" | "hardlink" | "symlink" | "char" | "block" | "dir" | "fifo";
/** `path` and `link` are bytes, one character a byte, exactly as written. `uid`, `gid` fit into 32 bits. */
export type TarEntry = {
  type: TarType;
  path: string;
  link: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  mtimeSec: number;
  mtimeNsec: number;
  xattrs: { name: string; value: Buffer }[];
};
export interface TarHandler {
  /** True: `data` is called with the content, then `done`. False: it is skipped. */
  entry(entry: TarEntry): boolean;
  /** The chunk is only valid during the call. */
  data(chunk: Buffer): void;
  done(): void;
}
export type TarLimits = { maxEntries: number; maxMeta: number };

const types: Record<string, TarType> = {
  "0": "file",
  "\0": "file",
  "7": "file",
  "1": "hardlink",
  "2": "symlink",
  "3": "char",
  "4": "block",
  "5": "dir",
  "6": "fifo",
};
const refused: Record<string, string> = {
  S: "sparse files are not supported",
  D: "incremental dumps are not supported",
  M: "archives in several volumes are not supported",
  V: "volume labels are not supported",
};
const zeros = Buffer.alloc(65536);

export class TarParser {
  /** Headers seen, extended ones included. */
  entries = 0;
  readonly #handler: TarHandler;
  readonly #limits: TarLimits;
  readonly #block = Buffer.alloc(blockSize);
  #filled = 0;
  #state: "header" | "meta" | "data" | "padding" | "trailer" = "header";
  #left = 0;
  #padding = 0;
  #wanted = false;
  #metaType = "";
  #meta: Buffer[] = [];
  #global: PaxFields = { xattrs: new Map() };
  #pax: PaxFields | null = null;
  #longName: string | null = null;
  #longLink: string | null = null;
  #last = "the beginning";

  constructor(handler: TarHandler, limits: TarLimits) {
    this.#handler = handler;
    this.#limits = limits;
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#state === "header") at = this.#takeHeader(chunk, at);
      else if (this.#state === "trailer") at = this.#takeTrailer(chunk, at);
      else if (this.#state === "padding") {
        const n = Math.min(this.#padding, chunk.length - at);
        this.#padding -= n;
        at += n;
        if (this.#padding === 0) this.#state = "header";
      } else at = this.#takeBody(chunk, at);
    }
  }

  /** `needsEnd`: an archive without its end marker counts as truncated. */
  end(needsEnd: boolean): void {
    const cut = this.#state === "data" || this.#state === "meta" || this.#state === "padding" || this.#filled > 0;
    const half = this.#pax !== null || this.#longName !== null || this.#longLink !== null;
    if (cut || half || (needsEnd && this.#state !== "trailer"))
      throw new ArchiveError(this.#last, "the archive ends in the middle, it is truncated");
  }

  #takeHeader(chunk: Buffer, at: number): number {
    let block: Buffer;
    let next: number;
    if (this.#filled === 0 && chunk.length - at >= blockSize) {
      next = at + blockSize;
      block = chunk.subarray(at, next);
    } else {
      const n = Math.min(blockSize - this.#filled, chunk.length - at);
      chunk.copy(this.#block, this.#filled, at, at + n);
      this.#filled += n;
      next = at + n;
      if (this.#filled < blockSize) return next;
      this.#filled = 0;
      block = this.#block;
    }
    const header = parseHeader(block, this.entries === 0 ? "the first entry" : `the entry after ${this.#last}`);
    if (header) this.#begin(header);
    else this.#state = "trailer";
    return next;
  }

  #begin(header: TarHeader): void {
    this.entries++;
    const name = shown(this.#pax?.path ?? this.#longName ?? header.name);
    if (this.entries > this.#limits.maxEntries)
      throw new ArchiveError(name, `the archive has more than ${this.#limits.maxEntries} entries`);
    if ("LKxg".includes(header.type)) {
      this.#beginMeta(header, name);
      return;
    }
    this.#last = name;
    const type = types[header.type];
    if (!type)
      throw new ArchiveError(
        name,
        refused[header.type] ?? `its type ${JSON.stringify(shown(header.type))} is not supported`,
      );
    const entry = this.#compose(header, type, name);
    this.#wanted = this.#handler.entry(entry);
    this.#body(entry.size, "data");
    if (entry.size === 0 && this.#wanted) this.#handler.done();
  }

  #beginMeta(header: TarHeader, name: string): void {
    if (header.size > this.#limits.maxMeta)
      throw new ArchiveError(name, `its extended header is larger than ${this.#limits.maxMeta} bytes`);
    const twice =
      (header.type === "x" && this.#pax) ||
      (header.type === "L" && this.#longName !== null) ||
      (header.type === "K" && this.#longLink !== null);
    if (twice) throw new ArchiveError(name, "it has two extended headers of one kind");
    this.#metaType = header.type;
    this.#meta = [];
    this.#body(header.size, "meta");
    if (header.size === 0) this.#endMeta();
  }

  #body(size: number, state: "meta" | "data"): void {
    this.#left = size;
    this.#padding = (blockSize - (size % blockSize)) % blockSize;
    this.#state = size === 0 ? "header" : state;
  }

  #takeBody(chunk: Buffer, at: number): number {
    const n = Math.min(this.#left, chunk.length - at);
    const piece = chunk.subarray(at, at + n);
    if (this.#state === "meta") this.#meta.push(Buffer.from(piece));
    else if (this.#wanted) this.#handler.data(piece);
    this.#left -= n;
    if (this.#left === 0) {
      if (this.#state === "meta") this.#endMeta();
      else if (this.#wanted) this.#handler.done();
      this.#state = this.#padding > 0 ? "padding" : "header";
    }
    return at + n;
  }

  #endMeta(): void {
    const data = Buffer.concat(this.#meta);
    this.#meta = [];
    const where = `the entry after ${this.#last}`;
    if (this.#metaType === "x") this.#pax = parsePax(data, "entry", where);
    else if (this.#metaType === "g") this.#global = merge(this.#global, parsePax(data, "global", where));
    else {
      const end = data.indexOf(0);
      const text = data.toString("latin1", 0, end < 0 ? data.length : end);
      if (this.#metaType === "L") this.#longName = text;
      else this.#longLink = text;
    }
  }

  #compose(header: TarHeader, type: TarType, name: string): TarEntry {
    const pax = merge(this.#global, this.#pax ?? { xattrs: new Map() });
    const path = pax.path ?? this.#longName ?? header.name;
    const link = pax.link ?? this.#longLink ?? header.link;
    const { size = null, uid = null, gid = null, mtime = null } = pax;
    this.#pax = null;
    this.#longName = null;
    this.#longLink = null;
    const entry: TarEntry = {
      type: type === "file" && path.endsWith("/") ? "dir" : type,
      path,
      link,
      mode: header.mode & 0o7777,
      uid: id(uid ?? header.uid, "user", name),
      gid: id(gid ?? header.gid, "group", name),
      size: size ?? header.size,
      mtimeSec: mtime ? mtime.sec : header.mtime,
      mtimeNsec: mtime ? mtime.nsec : 0,
      xattrs: [...pax.xattrs].flatMap(([key, value]) => (value ? [{ name: key, value }] : [])),
    };
    if (entry.type !== "file" && entry.size !== 0) throw new ArchiveError(name, `it is a ${entry.type} with content`);
    return entry;
  }

  #takeTrailer(chunk: Buffer, at: number): number {
    const n = Math.min(zeros.length, chunk.length - at);
    if (chunk.compare(zeros, 0, n, at, at + n) !== 0)
      throw new ArchiveError(this.#last, "something other than zeros follows the archive's end marker");
    return at + n;
  }
}

function id(value: number, what: string, name: string): number {
  if (value > 0xfffffffe) throw new ArchiveError(name, `its ${what} number ${value} is larger than 4294967294`);
  return value;
}

/** `over` wins; a null there takes the value of `base` back. */
function merge(base: PaxFields, over: PaxFields): PaxFields {
  return { ...base, ...over, xattrs: new Map([...base.xattrs, ...over.xattrs]) };
}
