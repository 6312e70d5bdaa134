/** Reads a bounded answer whole. */
import type { IncomingMessage } from "node:http";
import { CratonError } from "../../../lib/contract/errors.ts";
import { LineError } from "./request.ts";

/** Throws `too-large`, or LineError when the connection breaks in between. */
export async function readSmall(
  body: IncomingMessage,
  max: number,
  what: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > max) throw new CratonError("too-large", { what, limit: max });
      chunks.push(chunk);
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof CratonError) throw cause;
    throw new LineError("the connection broke in the middle of an answer", { cause });
  } finally {
    body.destroy();
  }
  return Buffer.concat(chunks);
}
