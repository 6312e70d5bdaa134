/**
 * One 512-byte tar header: POSIX ustar, GNU, and v7 when its checksum is right. Text fields are kept as bytes, one character a
 * byte, since names need not be UTF-8. Fields: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format".
 */
import { ArchiveError } from "./archive-error.ts";

export const blockSize = 512;

export type TarHeader = {
  name: string;
  link: string;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  mtime: number;
  type: string;
};

/** Answers null for a block of zeros (the end marker). Throws ArchiveError for what is no header. */
export function parseHeader(block: Buffer, where: string): TarHeader | null {
  if (!checksumFits(block, where)) return null;
  const magic = block.toString("latin1", 257, 265);
  const ustar = magic.startsWith("ustar\0");
  const prefix = ustar ? field(block, 345, 155) : "";
  const name = field(block, 0, 100);
  const entry = name === "" ? where : name;
  const number = (at: number, length: number, what: string) => numberField(block, at, length, what, entry);
  const unsigned = (at: number, length: number, what: string) => {
    const value = number(at, length, what);
    if (value < 0) throw new ArchiveError(entry, `its ${what} is negative`);
    return value;
  };
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    link: field(block, 157, 100),
    mode: unsigned(100, 8, "mode"),
    uid: unsigned(108, 8, "user number"),
    gid: unsigned(116, 8, "group number"),
    size: unsigned(124, 12, "size"),
    mtime: number(136, 12, "time"),
    type: block.toString("latin1", 156, 157),
  };
}

/** True for a header with a right checksum and for a block of zeros, whatever else is in it. */
export function looksLikeTar(block: Buffer): boolean {
  try {
    checksumFits(block, "");
    return true;
  } catch {
    return false;
  }
}

/** False for a zero block. Old writers summed signed bytes, so both sums are accepted. */
function checksumFits(block: Buffer, where: string): boolean {
  let unsigned = 0;
  let signed = 0;
  let any = 0;
  for (let i = 0; i < blockSize; i++) {
    const byte = block[i] as number;
    any |= byte;
    const counted = i >= 148 && i < 156 ? 32 : byte;
    unsigned += counted;
    signed += counted > 127 ? counted - 256 : counted;
  }
  if (any === 0) return false;
  const wanted = numberField(block, 148, 8, "checksum", where);
  if (wanted !== unsigned && wanted !== signed)
    throw new ArchiveError(where, `its header's checksum is ${wanted}, but the header sums to ${unsigned}`);
  return true;
}

function field(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at);
  return block.toString("latin1", at, end < 0 || end > at + length ? at + length : end);
}

/** Octal text, or base 256 (GNU) when the first bit is set. Empty is 0. */
function numberField(block: Buffer, at: number, length: number, what: string, entry: string): number {
  const first = block[at] as number;
  const value = first & 0x80 ? base256(block, at, length) : octal(block.toString("latin1", at, at + length));
  if (value === null || !Number.isSafeInteger(value)) throw new ArchiveError(entry, `its ${what} is no number`);
  return value;
}

function octal(text: string): number | null {
  const digits = /^ *([0-7]*)[ \0]*$/.exec(text)?.[1];
  return digits === undefined ? null : digits === "" ? 0 : Number.parseInt(digits, 8);
}

/** Two's complement, big-endian, without the marker bit. Null when it does not fit into 53 bits. */
function base256(block: Buffer, at: number, length: number): number | null {
  const negative = ((block[at] as number) & 0x40) !== 0;
  let value = BigInt((block[at] as number) & 0x7f) - (negative ? 128n : 0n);
  for (let i = 1; i < length; i++) value = (value << 8n) | BigInt(block[at + i] as number);
  const number = Number(value);
  return BigInt(number) === value ? number : null;
}
