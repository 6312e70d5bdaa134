/** gzip whose bytes depend on nothing but the content: header and trailer are our own (no name, no time, unknown system). */

import { pipeline, Readable, Transform } from "node:stream";
import { constants, crc32, createDeflateRaw } from "node:zlib";

const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

export async function* gzip(
  input: AsyncIterable<Buffer>,
  level = constants.Z_DEFAULT_COMPRESSION,
): AsyncGenerator<Buffer> {
  let crc = 0;
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      crc = crc32(chunk, crc);
      size = (size + chunk.length) % 2 ** 32;
      done(null, chunk);
    },
  });
  yield header;
  const deflated = pipeline(Readable.from(input), count, createDeflateRaw({ level }), () => undefined);
  for await (const chunk of deflated) yield chunk as Buffer;
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc >>> 0, 0);
  trailer.writeUInt32LE(size, 4);
  yield trailer;
}
