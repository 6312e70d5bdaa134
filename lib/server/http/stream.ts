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

/** A text file for the disk of the browser's user. */
export function downloadAnswer(text: AsyncIterable<string>, name: string): Response {
  const type = "text/plain; charset=utf-8";
  return new Response(streamOf(text), { headers: { ...headers, "content-type": type, ...attachment(name) } });
}

/** Any file for the disk of the browser's user; one that breaks off on the way is no whole download. */
export function fileAnswer(file: { name: string; size: number | null; body: AsyncIterable<Uint8Array> }): Response {
  const { name, size, body } = file;
  const length: Record<string, string> = size === null ? {} : { "content-length": String(size) };
  const type = { "content-type": "application/octet-stream" };
  return new Response(streamOf(body), { headers: { ...headers, ...type, ...length, ...attachment(name) } });
}

/** `name` is cut down to harmless characters; its end stays. */
function attachment(name: string): Record<string, string> {
  const safe = name.replace(/[^\w.-]+/g, "_").slice(-100);
  return { "content-disposition": `attachment; filename="${safe}"` };
}

function streamOf(text: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = text[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const step = await iterator.next();
        if (step.done) controller.close();
        else controller.enqueue(typeof step.value === "string" ? encoder.encode(step.value) : step.value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 }),
  );
}
