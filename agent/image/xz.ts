/** xz by liblzma, as a stream; the same input gives the same bytes. Loaded only when it is asked for. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export async function* xz(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const { createXz } = await import("node-liblzma");
  const encoder = createXz();
  const fed = pipeline(Readable.from(input), encoder);
  fed.catch(() => undefined);
  for await (const chunk of encoder) yield chunk as Buffer;
  await fed;
}
