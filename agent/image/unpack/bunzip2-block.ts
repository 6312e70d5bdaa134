/**
 * One block of bzip2: Huffman codes, move to front, inverse Burrows-Wheeler, run lengths, CRC. Written so that hostile input
 * ends in an error within bounded time and memory: every run and every index is checked against the block's size.
 */
import type { BitReader } from "./bit-reader.ts";

const groupSize = 50;
const maxCodeLength = 20;
const fault = (why: string) => new Error(`its bzip2 data is broken: ${why}`);

const crcTable = Uint32Array.from({ length: 256 }, (_, i) => {
  let value = i << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** Decodes the block after its magic. `emit` gets the content in pieces (valid during the call). Answers the block's CRC. */
export function decodeBlock(input: BitReader, size: number, emit: (piece: Buffer) => void): number {
  const wanted = input.bits32();
  if (input.bits(1)) throw fault("it is of an obsolete version");
  const origin = input.bits(24);
  const used = symbolsUsed(input);
  const block = new Uint32Array(size);
  const length = readSymbols(input, used, block);
  if (origin >= length) throw fault("its origin is outside the block");
  linkBack(block, length);
  const got = unroll(block, length, origin, emit);
  if (got !== wanted) throw fault("a checksum is wrong");
  return got;
}

function symbolsUsed(input: BitReader): Uint8Array {
  const ranges = input.bits(16);
  const used: number[] = [];
  for (let i = 0; i < 16; i++) {
    if (!(ranges & (0x8000 >> i))) continue;
    const inRange = input.bits(16);
    for (let j = 0; j < 16; j++) if (inRange & (0x8000 >> j)) used.push(i * 16 + j);
  }
  if (used.length === 0) throw fault("it uses no symbols");
  return Uint8Array.from(used);
}

function readSelectors(input: BitReader, groups: number): Uint8Array {
  const count = input.bits(15);
  if (count === 0) throw fault("it has no selectors");
  const order = Uint8Array.from({ length: groups }, (_, i) => i);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let j = 0;
    while (input.bits(1)) if (++j >= groups) throw fault("a selector is out of range");
    const value = order[j] as number;
    order.copyWithin(1, 0, j);
    order[0] = value;
    selectors[i] = value;
  }
  return selectors;
}

type Code = { limit: Int32Array; base: Int32Array; symbols: Uint16Array; min: number };

function readCode(input: BitReader, alphabet: number): Code {
  const lengths = new Uint8Array(alphabet);
  let length = input.bits(5);
  for (let i = 0; i < alphabet; i++) {
    for (;;) {
      if (length < 1 || length > maxCodeLength) throw fault("a code is too long");
      if (!input.bits(1)) break;
      length += input.bits(1) ? -1 : 1;
    }
    lengths[i] = length;
  }
  const counts = new Int32Array(maxCodeLength + 2);
  for (const l of lengths) counts[l] = (counts[l] as number) + 1;
  const symbols = new Uint16Array(alphabet);
  const limit = new Int32Array(maxCodeLength + 2).fill(-1);
  const base = new Int32Array(maxCodeLength + 2);
  let code = 0;
  let index = 0;
  for (let l = 1; l <= maxCodeLength; l++) {
    base[l] = index - code;
    for (let i = 0; i < alphabet; i++) if (lengths[i] === l) symbols[index++] = i;
    code += counts[l] as number;
    if (counts[l]) limit[l] = code - 1;
    code <<= 1;
  }
  return { limit, base, symbols, min: counts.findIndex((n) => n > 0) };
}

/** Fills the low bytes of `block`; answers how many there are. */
function readSymbols(input: BitReader, used: Uint8Array, block: Uint32Array): number {
  const groups = input.bits(3);
  if (groups < 2 || groups > 6) throw fault("its number of codes is out of range");
  const selectors = readSelectors(input, groups);
  const end = used.length + 1;
  const codes = Array.from({ length: groups }, () => readCode(input, end + 1));
  let length = 0;
  let run = 0;
  let weight = 1;
  for (let group = 0, left = 0, code = codes[0] as Code; ; left--) {
    if (left === 0) {
      if (group >= selectors.length) throw fault("it has too few selectors");
      code = codes[selectors[group++] as number] as Code;
      left = groupSize;
    }
    let bits = code.min;
    let value = input.bits(bits);
    while (value > (code.limit[bits] as number)) {
      if (++bits > maxCodeLength) throw fault("a code is unknown");
      value = (value << 1) | input.bits(1);
    }
    const symbol = code.symbols[value + (code.base[bits] as number)];
    if (symbol === undefined) throw fault("a code is unknown");
    if (symbol <= 1) {
      run += weight << symbol;
      weight <<= 1;
      if (run > block.length) throw fault("a block is longer than it may be");
      continue;
    }
    if (run > 0) {
      if (length + run > block.length) throw fault("a block is longer than it may be");
      block.fill(used[0] as number, length, length + run);
      length += run;
      run = 0;
      weight = 1;
    }
    if (symbol === end) return length;
    if (length >= block.length) throw fault("a block is longer than it may be");
    const at = symbol - 1;
    const byte = used[at] as number;
    used.copyWithin(1, 0, at);
    used[0] = byte;
    block[length++] = byte;
  }
}

/** Puts into the high 24 bits of each place where the next byte stands: the inverse Burrows-Wheeler transform. */
function linkBack(block: Uint32Array, length: number): void {
  const starts = new Uint32Array(256);
  for (let i = 0; i < length; i++) {
    const byte = (block[i] as number) & 0xff;
    starts[byte] = (starts[byte] as number) + 1;
  }
  for (let byte = 0, sum = 0; byte < 256; byte++) {
    const count = starts[byte] as number;
    starts[byte] = sum;
    sum += count;
  }
  for (let i = 0; i < length; i++) {
    const byte = (block[i] as number) & 0xff;
    const to = starts[byte] as number;
    starts[byte] = to + 1;
    block[to] = (block[to] as number) | (i << 8);
  }
}

/** Walks the links, expands runs (four equal bytes and a count) and sums the CRC. */
function unroll(block: Uint32Array, length: number, origin: number, emit: (piece: Buffer) => void): number {
  const out = Buffer.allocUnsafe(65536);
  let filled = 0;
  let crc = 0xffffffff;
  let same = 0;
  let last = -1;
  let at = (block[origin] as number) >>> 8;
  const put = (byte: number) => {
    crc = ((crc << 8) ^ (crcTable[(crc >>> 24) ^ byte] as number)) >>> 0;
    out[filled++] = byte;
    if (filled < out.length) return;
    emit(out);
    filled = 0;
  };
  for (let i = 0; i < length; i++) {
    const entry = block[at] as number;
    const byte = entry & 0xff;
    at = entry >>> 8;
    if (same === 4) {
      for (let n = 0; n < byte; n++) put(last);
      same = 0;
      last = -1;
      continue;
    }
    same = byte === last ? same + 1 : 1;
    last = byte;
    put(byte);
  }
  if (filled > 0) emit(out.subarray(0, filled));
  return ~crc >>> 0;
}
