/** Small answers: pages, signatures, key files. Bounded in bytes and in time as a whole, so that one that drips ends too. */
import { CratonError } from "../../../lib/contract/errors.ts";
import { LineError } from "../registry/request.ts";
import type { Answer, FetchClient } from "./client.ts";

export type SmallOptions = {
  accept: string;
  /** For `too-large`. */
  what: string;
  maxBytes: number;
  /** For everything, redirects included; default 30 s. */
  totalMs?: number;
  signal: AbortSignal;
};

/** The answer with its whole text as UTF-8. Throws what `client.get` throws, `too-large`, LineError. */
export async function getText(
  client: FetchClient,
  url: URL,
  { accept, what, maxBytes, totalMs = 30_000, signal }: SmallOptions,
): Promise<Omit<Answer, "body"> & { text: string }> {
  const late = new LineError(`it took longer than ${totalMs / 1000} s`);
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(late), totalMs);
  try {
    const headers = { accept, "accept-encoding": "identity" };
    const { body, ...answer } = await client.get(url, headers, AbortSignal.any([signal, clock.signal]));
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > maxBytes) throw new CratonError("too-large", { what, limit: maxBytes });
        chunks.push(chunk);
      }
    } catch (cause) {
      if (cause instanceof CratonError) throw cause;
      throw new LineError("the connection broke in the middle of the answer", { cause });
    } finally {
      body.destroy();
    }
    return { ...answer, text: Buffer.concat(chunks).toString("utf8") };
  } catch (error) {
    signal.throwIfAborted();
    throw clock.signal.aborted ? late : error;
  } finally {
    clearTimeout(timer);
  }
}
