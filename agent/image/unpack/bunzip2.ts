/**
 * A streaming bzip2 decoder. Several streams in a row are one, as bzip2 itself reads them. A block is decoded once about a
 * block's worth of input is there; when that was too little, it is tried again with twice as much.
 */
import { BitReader, OutOfBits } from "./bit-reader.ts";
import { decodeBlock } from "./bunzip2-block.ts";

const blockMagic = "314159265359";
const endMagic = "177245385090";
const fault = (why: string) => new Error(`its bzip2 data is broken: ${why}`);
/** More than any block can need: 900,000 codes of 20 bits and the tables before them. */
const mostBytes = 4 * 1024 * 1024;

export async function* bunzip2(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new Decoder();
  for await (const chunk of input) {
    decoder.add(chunk);
    yield* decoder.run(false);
  }
  yield* decoder.run(true);
}

class Decoder {
  #chunks: Buffer[] = [];
  #held = 0;
  #at = { byte: 0, bit: 0 };
  #need = 4;
  /** Bytes of a block; 0 between streams. */
  #size = 0;
  #crc = 0;
  #streams = 0;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
  }

  *run(ended: boolean): Generator<Buffer> {
    while (this.#held - this.#at.byte >= this.#need || (ended && this.#held > this.#at.byte)) {
      const data = Buffer.concat(this.#chunks).subarray(this.#at.byte);
      this.#chunks = [data];
      this.#held = data.length;
      this.#at.byte = 0;
      try {
        yield* this.#step(data);
      } catch (error) {
        if (!(error instanceof OutOfBits)) throw error;
        if (ended) throw fault("it ends in the middle");
        if (data.length > mostBytes) throw fault("a block is longer than it may be");
        this.#need = data.length * 2;
        return;
      }
    }
    if (ended && (this.#size > 0 || this.#streams === 0)) throw fault("it ends in the middle");
  }

  /** One stream header, block or stream end; moves `#at` only when it was whole. */
  *#step(data: Buffer): Generator<Buffer> {
    const bits = new BitReader(data, this.#at);
    if (this.#size === 0) {
      if (bits.bits(24) !== 0x425a68) throw fault("something else follows its end");
      const level = bits.bits(8) - 48;
      if (level < 1 || level > 9) throw fault("its block size is unknown");
      this.#size = level * 100_000;
      this.#crc = 0;
    } else {
      const magic = [bits.bits(24), bits.bits(24)].map((n) => n.toString(16).padStart(6, "0")).join("");
      if (magic === endMagic) {
        if (bits.bits32() !== this.#crc) throw fault("a checksum is wrong");
        bits.align();
        this.#size = 0;
        this.#streams++;
      } else if (magic === blockMagic) {
        const pieces: Buffer[] = [];
        const crc = decodeBlock(bits, this.#size, (piece) => pieces.push(Buffer.from(piece)));
        this.#crc = (crc ^ ((this.#crc << 1) | (this.#crc >>> 31))) >>> 0;
        this.#settle(bits);
        yield* pieces;
        return;
      } else throw fault("a block does not begin where it should");
    }
    this.#settle(bits);
  }

  #settle(bits: BitReader): void {
    this.#at = bits.position;
    this.#need = this.#size === 0 ? 4 : Math.ceil(this.#size * 1.05) + 4096;
  }
}
