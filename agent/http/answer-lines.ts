/** Answers a `lines` endpoint: the first error as a status, then lines at the reader's pace, beats, and a true or a broken end. */
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../log.ts";
import type { LinesEndpoint } from "./endpoint.ts";
import { errorAnswer } from "./errors.ts";
import { LineWriter } from "./line-writer.ts";
import type { Sampler } from "./sampler.ts";
import type { Services } from "./services.ts";

const beatEvery = 15_000;
/** An error that comes within this time becomes a status; after it the answer has begun. */
const patience = 100;

export type LinesContext = {
  raw: ServerResponse;
  requestId: string;
  signal: AbortSignal;
  services: Services;
  sampler: Sampler;
  log: Log;
  wantsStats: boolean;
};

/** Rejects only before anything was sent; `begin` is called when the answer is ours from now on. */
export async function answerLines(
  endpoint: LinesEndpoint,
  source: AsyncIterable<unknown>,
  context: LinesContext,
  begin: () => void,
): Promise<void> {
  const { raw, requestId, signal, services } = context;
  const iterator = source[Symbol.asyncIterator]();
  const first = iterator.next();
  // Whoever loses the race must not become an unhandled rejection.
  first.catch(() => {});
  await Promise.race([first, sleep(patience, undefined, { ref: false })]);
  begin();
  if (raw.destroyed) return void (await end(iterator));

  raw.writeHead(200, { "content-type": "application/x-ndjson", "cache-control": "no-store" });
  raw.flushHeaders();
  const writer = new LineWriter(raw);
  const stopStats = context.wantsStats
    ? context.sampler.follow((line) => {
        // A slow reader gets fewer readings, not late ones.
        if (!writer.behind) writer.pushText(line);
      })
    : null;
  const beat = setInterval(() => {
    if (writer.behind || Date.now() - writer.wrote < beatEvery - 1000) return;
    writer.pushText(endpoint.beat === undefined ? "\n" : `${JSON.stringify(endpoint.beat(services))}\n`);
  }, beatEvery / 3);
  try {
    for (let step = await first; step.done !== true; step = await iterator.next()) {
      await writer.push(step.value);
      if (raw.destroyed) break;
    }
    writer.flush();
    // A stream that ended because the agent ends, or its reader left, has no true end.
    if (signal.aborted) raw.destroy();
    else raw.end();
  } catch (error) {
    fail(endpoint, error, context, writer, requestId);
  } finally {
    clearInterval(beat);
    stopStats?.();
    await end(iterator);
  }
}

function fail(
  endpoint: LinesEndpoint,
  error: unknown,
  { raw, signal, log }: LinesContext,
  writer: LineWriter,
  requestId: string,
): void {
  if (signal.aborted) {
    raw.destroy();
    return;
  }
  const { body } = errorAnswer(error, requestId, endpoint.path, log);
  if (endpoint.failed === undefined) {
    log("warning", "a stream was broken off", { requestId, where: endpoint.path, code: body.code });
    // What was said so far still goes out; the end that HTTP wants does not.
    writer.flush();
    raw.socket?.destroySoon();
    return;
  }
  void writer.push(endpoint.failed(body));
  writer.flush();
  raw.end();
}

async function end(iterator: AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.().then(undefined, () => undefined);
}
