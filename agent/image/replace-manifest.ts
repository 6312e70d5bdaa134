/**
 * The plain tar of an ACI with another manifest in the place of its own; every other byte up to the end marker stays. The archive was read
 * by `readArchive` before, so that it has one manifest; what precedes an entry (PAX `x`, GNU `L` and `K`) is held until its
 * name is known.
 */

import { tarEnd } from "./tar-writer.ts";
import { ArchiveError } from "./unpack/archive-error.ts";
import { cleanName } from "./unpack/name.ts";
import { blockSize, parseHeader } from "./unpack/tar-header.ts";
import { parsePax } from "./unpack/tar-pax.ts";

/** `entryOf` makes the new entry, header and padding included, from the old one's time. */
export async function* replaceManifest(
  tar: AsyncIterable<Buffer>,
  entryOf: (mtime: number) => Buffer,
): AsyncGenerator<Buffer> {
  const blocks = new Blocks(tar);
  let held: Buffer[] = [];
  let name: string | null = null;
  let size: number | null = null;
  for (;;) {
    const block = await blocks.take(blockSize);
    const header = parseHeader(block, "an entry");
    if (!header) break;
    if ("gxLK".includes(header.type)) {
      const body = await blocks.take(padded(header.size));
      const data = body.subarray(0, header.size);
      if (header.type === "g") yield Buffer.concat([block, body]);
      else held.push(block, body);
      if (header.type === "L") name ??= data.toString("latin1").replace(/\0.*$/s, "");
      if (header.type !== "x") continue;
      const pax = parsePax(data, "entry", "an entry");
      name = pax.path ?? name;
      size = pax.size ?? null;
      continue;
    }
    const isManifest = cleanName(name ?? header.name, "refuse") === "manifest";
    if (isManifest) yield entryOf(header.mtime);
    else yield Buffer.concat([...held, block]);
    for await (const piece of blocks.pass(padded(size ?? header.size))) if (!isManifest) yield piece;
    held = [];
    name = null;
    size = null;
  }
  yield tarEnd();
}

const padded = (size: number) => Math.ceil(size / blockSize) * blockSize;

class Blocks {
  readonly #input: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(input: AsyncIterable<Buffer>) {
    this.#input = input[Symbol.asyncIterator]();
  }

  async take(n: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.pass(n)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** The next `n` bytes, as they come. */
  async *pass(n: number): AsyncGenerator<Buffer> {
    for (let left = n; left > 0; ) {
      if (this.#held.length === 0) {
        const { done, value } = await this.#input.next();
        if (done) throw new ArchiveError("the archive", "it changed while it was read");
        this.#held = value;
      }
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
