/**
 * Cuts a zstd file into its frames (RFC 8878, 3.1). zlib's decoder stops after the first and drops the rest without a word, but
 * parallel and seekable writers make many, with skippable ones between them.
 */
const frameMagic = 0xfd2fb528;
/** 0x184D2A50 to 0x184D2A5F. */
const skippable = (magic: number) => magic >>> 4 === 0x184d2a5;
const fault = (why: string) => new Error(why);

/** The frames that hold data, each as a stream that must be read to its end before the next. */
export async function* zstdFrames(input: AsyncIterable<Buffer>): AsyncGenerator<AsyncGenerator<Buffer>> {
  const reader = new FrameReader(input);
  while (await reader.has(1)) {
    const magic = (await reader.take(4)).readUInt32LE(0);
    if (magic === frameMagic) {
      const frame = reader.frame();
      yield frame;
      for await (const _ of frame);
    } else if (skippable(magic)) {
      const size = (await reader.take(4)).readUInt32LE(0);
      for await (const _ of reader.pass(size));
    } else throw fault("something that is no frame follows");
  }
}

class FrameReader {
  readonly #input: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(input: AsyncIterable<Buffer>) {
    this.#input = input[Symbol.asyncIterator]();
  }

  /** False when the input ends before `n` more bytes. */
  async has(n: number): Promise<boolean> {
    while (this.#held.length < n) {
      const { done, value } = await this.#input.next();
      if (done) return false;
      this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    }
    return true;
  }

  async take(n: number): Promise<Buffer> {
    if (!(await this.has(n))) throw fault("it ends in the middle");
    const taken = this.#held.subarray(0, n);
    this.#held = this.#held.subarray(n);
    return taken;
  }

  async *pass(n: number): AsyncGenerator<Buffer> {
    for (let left = n; left > 0; ) {
      if (!(await this.has(1))) throw fault("it ends in the middle");
      const piece = await this.take(Math.min(left, this.#held.length));
      left -= piece.length;
      yield piece;
    }
  }

  /** A frame whose magic has been taken: header, blocks, checksum. */
  async *frame(): AsyncGenerator<Buffer> {
    const descriptor = await this.take(1);
    const flags = descriptor[0] as number;
    const single = (flags >> 5) & 1;
    const contentSize = [single, 2, 4, 8][flags >> 6] as number;
    const dictionary = [0, 1, 2, 4][flags & 3] as number;
    const rest = await this.take(1 - single + dictionary + contentSize);
    yield Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), descriptor, rest]);
    for (let last = false; !last; ) {
      const header = await this.take(3);
      const word = header.readUIntLE(0, 3);
      last = (word & 1) === 1;
      yield header;
      yield* this.pass(((word >> 1) & 3) === 1 ? 1 : word >> 3);
    }
    if (flags & 4) yield this.take(4);
  }
}
