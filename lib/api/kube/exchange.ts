/** One HTTP/1.1 exchange with an API server: the head within its time, the body as it comes, decompressed. No redirects. */
import type { IncomingMessage } from "node:http";
import { type Agent, request as httpsRequest, type RequestOptions } from "node:https";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { KubeAnswer } from "./connection.ts";

export type Exchange = {
  options: RequestOptions & { agent: Agent; method: string };
  body: string | undefined;
  signal: AbortSignal | undefined;
  /** Milliseconds until the head must be there. */
  timeoutMs: number;
};
/** Makes what a person reads out of what a socket reports. */
type Translate = (error: unknown) => unknown;

/** Rejects with the signal's reason, or the translated error. */
export async function exchange(what: Exchange, translate: Translate): Promise<KubeAnswer> {
  // A server may close an idle connection in the moment that it is used: nothing was asked yet, so it is asked again.
  for (let left = 3; ; left--) {
    const outcome = await once(what, translate);
    if (outcome !== "stale") return outcome;
    if (left === 0) throw translate(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
  }
}

function once({ options, body, signal, timeoutMs }: Exchange, translate: Translate): Promise<KubeAnswer | "stale"> {
  const { promise, resolve, reject } = Promise.withResolvers<KubeAnswer | "stale">();
  if (signal?.aborted) return Promise.reject(signal.reason);
  const request = httpsRequest({ ...options, signal });
  const late = () => request.destroy(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" }));
  const timer = setTimeout(late, timeoutMs);
  let isAnswered = false;
  request.once("socket", (socket) => socket.setKeepAlive(true, 15_000));
  request.once("response", (answer) => {
    isAnswered = true;
    clearTimeout(timer);
    resolve({
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      body: chunksOf(answer, signal, translate),
    });
  });
  request.on("error", (error: NodeJS.ErrnoException) => {
    clearTimeout(timer);
    if (isAnswered) return;
    if (signal?.aborted) return reject(signal.reason);
    const isStale = request.reusedSocket && options.method === "GET" && error.code === "ECONNRESET";
    if (isStale) resolve("stale");
    else reject(translate(error));
  });
  request.end(body);
  return promise;
}

function chunksOf(
  answer: IncomingMessage,
  signal: AbortSignal | undefined,
  translate: Translate,
): AsyncIterable<Uint8Array> {
  const stream: Readable =
    answer.headers["content-encoding"] === "gzip" ? pipeline(answer, createGunzip(), () => {}) : answer;
  // Broken before anybody reads: the reader is told when it comes.
  stream.on("error", () => {});
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for await (const chunk of stream) yield chunk as Uint8Array;
      } catch (error) {
        throw signal?.aborted ? signal.reason : translate(error);
      }
    },
  };
}
