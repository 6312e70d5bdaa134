/** Streamed answers: lines of JSON or text as they come, with the browser's pace, ended when the browser is gone. */
import { asCratonError } from "./craton-error.ts";

const headers = { "cache-control": "no-store, no-transform", "x-accel-buffering": "no" };

/** application/x-ndjson. An error on the way becomes a last line `{type: "failed", error}`. */
export function ndjsonAnswer(values: AsyncIterable<unknown>, requestId: string): Response {
  const lines = (async function* () {
    try {
      for await (const value of values) yield `${JSON.stringify(value)}\n`;
    } catch (error) {
      yield `${JSON.stringify({ type: "failed", error: asCratonError(error).body(requestId) })}\n`;
    }
  })();
  return new Response(streamOf(lines), { headers: { ...headers, "content-type": "application/x-ndjson" } });
}

/** A file for the disk of the browser's user. `name` is cut down to harmless characters. */
export function downloadAnswer(text: AsyncIterable<string>, name: string): Response {
  const safe = name.replace(/[^\w.-]+/g, "_").slice(0, 100);
  return new Response(streamOf(text), {
    headers: {
      ...headers,
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${safe}"`,
    },
  });
}

function streamOf(text: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = text[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const step = await iterator.next();
        if (step.done) controller.close();
        else controller.enqueue(encoder.encode(step.value));
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 }),
  );
}
