/** A raw request body as it comes: `too-large` past the limit, broken off when nothing comes any more. */
import type { IncomingMessage } from "node:http";
import { CratonError } from "../../lib/contract/errors.ts";

const silence = 60_000;

/** Leaves the rest unread when the reader stops: the connection must still carry the answer. */
export async function* uploadBody(
  request: IncomingMessage,
  limit: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const tooLarge = () => new CratonError("too-large", { what: "the upload", limit });
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge();
  const chunks = request.iterator({ destroyOnReturn: false });
  let size = 0;
  try {
    for (;;) {
      const step = await within(chunks.next(), request);
      if (step.done === true) return;
      const chunk: Buffer = step.value;
      size += chunk.length;
      if (size > limit) throw tooLarge();
      yield chunk;
    }
  } catch (error) {
    if (error instanceof CratonError) throw error;
    throw new CratonError("bad-request", { why: "the upload broke off" }, { cause: error });
  } finally {
    await chunks.return?.().catch(() => undefined);
  }
}

async function within<T>(next: Promise<T>, request: IncomingMessage): Promise<T> {
  const late = () => request.destroy(new CratonError("bad-request", { why: "the upload stopped in the middle" }));
  const timer = setTimeout(late, silence);
  try {
    return await next;
  } finally {
    clearTimeout(timer);
  }
}
