/**
 * gzip undone as a stream. zlib's decoder takes a zero byte behind the last member for padding and then drops whatever follows without
 * a word, so that the same file would be another thing to another reader; here only zeros may follow.
 */
import { createGunzip, type Gunzip } from "node:zlib";

export async function* gunzip(input: AsyncIterable<Buffer>, chunkSize: number): AsyncGenerator<Buffer> {
  const decoder = createGunzip({ chunkSize });
  const fed = feed(decoder, input);
  fed.catch((error) => decoder.destroy(error));
  for await (const chunk of decoder) yield chunk as Buffer;
  await fed;
}

/** One piece at a time, so that what the decoder left of it is known. */
async function feed(decoder: Gunzip, input: AsyncIterable<Buffer>): Promise<void> {
  let given = 0;
  let ended = false;
  for await (const chunk of input) {
    let rest = chunk;
    if (!ended) {
      await written(decoder, chunk);
      given += chunk.length;
      rest = chunk.subarray(chunk.length - (given - decoder.bytesWritten));
      ended = rest.length > 0;
    }
    if (rest.some((byte) => byte !== 0)) throw new Error("something that is no gzip follows its end");
  }
  decoder.end();
}

function written(decoder: Gunzip, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => decoder.write(chunk, (error) => (error ? reject(error) : resolve())));
}
