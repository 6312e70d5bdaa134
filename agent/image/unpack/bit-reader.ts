/** Bits of a byte buffer, highest first. Running past the end throws OutOfBits, so that a block can be tried again with more. */
export class OutOfBits extends Error {}

export class BitReader {
  readonly #data: Buffer;
  #byte: number;
  #hold = 0;
  #count = 0;

  constructor(data: Buffer, at: { byte: number; bit: number }) {
    this.#data = data;
    this.#byte = at.byte;
    if (at.bit > 0) this.bits(at.bit);
  }

  get position(): { byte: number; bit: number } {
    const bits = this.#byte * 8 - this.#count;
    return { byte: bits >> 3, bit: bits & 7 };
  }

  /** 0 to 24 bits. */
  bits(n: number): number {
    while (this.#count < n) {
      if (this.#byte >= this.#data.length) throw new OutOfBits();
      this.#hold = ((this.#hold << 8) | (this.#data[this.#byte++] as number)) >>> 0;
      this.#count += 8;
    }
    this.#count -= n;
    const value = (this.#hold >>> this.#count) & ((1 << n) - 1);
    this.#hold &= (1 << this.#count) - 1;
    return value;
  }

  bits32(): number {
    return ((this.bits(16) << 16) | this.bits(16)) >>> 0;
  }

  align(): void {
    this.#hold = 0;
    this.#count -= this.#count % 8;
    if (this.#count > 0) {
      this.#byte -= this.#count / 8;
      this.#count = 0;
    }
  }
}
