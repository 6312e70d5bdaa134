/**
 * A large file from a URL: streamed to a partial, hashed on the way, taken up by Range and If-Range where the line broke, begun anew
 * where the server cannot go on or has another file now. Bounded in bytes; a line that only drips counts as broken.
 */
import type { IncomingHttpHeaders } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { CratonError } from "../../../lib/contract/errors.ts";
import { LineError, shownUrl } from "../registry/request.ts";
import type { Answer, FetchClient } from "./client.ts";
import { etagOf, freshSeconds, strongValidator } from "./freshness.ts";
import type { Partial } from "./partials.ts";

export type DownloadOptions = {
  what: string;
  max: number;
  onBytes: (done: number, total: number | null) => void;
  signal: AbortSignal;
  backoffMs?: number;
  /** Fewer bytes than this in one such time are a line that broke. */
  pace?: { bytes: number; everyMs: number };
};
export type Downloaded = { etag: string | null; lastModified: string | null; freshSeconds: number };

/** Attempts in a row that bring no new byte, and all of them. */
const patience = 4;
const mostAttempts = 50;
const saveEvery = 32 * 2 ** 20;
const defaultPace = { bytes: 4096, everyMs: 60_000 };

/** `fetch-failed` for a URL that answers, but does not have it. Another one may. */
export class NotThere extends CratonError {
  constructor(url: URL, status: number) {
    super("fetch-failed", { source: shownUrl(url), why: `it answers ${status}` });
  }
}

/** The partial is whole and synced. Throws NotThere, LineError, `too-large`, and what `client.get` throws. */
export async function download(
  client: FetchClient,
  url: URL,
  partial: Partial,
  options: DownloadOptions,
): Promise<Downloaded> {
  for (let failures = 0, attempts = 1; ; attempts++) {
    const before = partial.done;
    try {
      return await attempt(client, url, partial, options);
    } catch (error) {
      if (partial.done > 0 && isKept(error, options.signal)) await partial.save();
      options.signal.throwIfAborted();
      if (!(error instanceof LineError)) throw error;
      failures = partial.done > before ? 1 : failures + 1;
      if (failures >= patience || attempts >= mostAttempts) throw error;
      await delay((options.backoffMs ?? 250) * 2 ** failures, undefined, { signal: options.signal });
    }
  }
}

/** After these the bytes are still worth something. */
function isKept(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || error instanceof LineError;
}

async function attempt(client: FetchClient, url: URL, partial: Partial, options: DownloadOptions): Promise<Downloaded> {
  const answer = await client.get(url, requestHeaders(partial), options.signal);
  try {
    const { status, headers } = answer;
    if (status === 304 && partial.whole) return facts(headers, partial);
    if (status === 416 || (status === 206 && !continues(headers, partial))) {
      await partial.restart();
      throw new LineError("it cannot go on where the line broke");
    }
    if (status === 429 || status >= 500) throw new LineError(`it answers ${status}`);
    if (status !== 200 && status !== 206) throw new NotThere(answer.url, status);
    if (status === 200) {
      await partial.restart();
      partial.validators = { etag: etagOf(headers), lastModified: headers["last-modified"] ?? null };
    }
    await take(answer, partial, options);
    partial.whole = true;
    await partial.save();
    return facts(headers, partial);
  } finally {
    answer.body.destroy();
  }
}

function requestHeaders({ done, whole, validators }: Partial): Record<string, string> {
  const base = { accept: "*/*", "accept-encoding": "identity" };
  const { etag, lastModified } = validators;
  if (whole && etag !== null) return { ...base, "if-none-match": etag };
  if (whole && lastModified !== null) return { ...base, "if-modified-since": lastModified };
  const pin = strongValidator(etag, lastModified);
  if (whole || done === 0 || pin === null) return base;
  return { ...base, range: `bytes=${done}-`, "if-range": pin };
}

function continues(headers: IncomingHttpHeaders, { done, validators }: Partial): boolean {
  const start = /^bytes ([0-9]+)-/.exec(headers["content-range"] ?? "")?.[1];
  const etag = etagOf(headers);
  return Number(start) === done && (etag === null || validators.etag === null || etag === validators.etag);
}

async function take({ headers, body }: Answer, partial: Partial, options: DownloadOptions): Promise<void> {
  const { max, what, onBytes, pace = defaultPace } = options;
  const length = /^[0-9]{1,16}$/.test(headers["content-length"] ?? "") ? Number(headers["content-length"]) : null;
  const total = length === null ? null : partial.done + length;
  if (total !== null && total > max) throw new CratonError("too-large", { what, limit: max });
  let saved = partial.done;
  let seen = partial.done;
  const watch = setInterval(() => {
    if (partial.done - seen < pace.bytes)
      body.destroy(new LineError(`it sends less than ${pace.bytes} bytes in ${pace.everyMs / 1000} s`));
    seen = partial.done;
  }, pace.everyMs);
  try {
    onBytes(partial.done, total);
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (partial.done + chunk.length > max) throw new CratonError("too-large", { what, limit: max });
      await partial.write(chunk);
      onBytes(partial.done, total);
      if (partial.done - saved < saveEvery) continue;
      await partial.save();
      saved = partial.done;
    }
  } catch (cause) {
    options.signal.throwIfAborted();
    if (cause instanceof CratonError || cause instanceof LineError) throw cause;
    throw new LineError(`the connection broke after ${partial.done} bytes`, { cause });
  } finally {
    clearInterval(watch);
  }
  if (total !== null && partial.done !== total) throw new LineError(`it ended after ${partial.done} of ${total} bytes`);
}

function facts(headers: IncomingHttpHeaders, { validators }: Partial): Downloaded {
  return { ...validators, freshSeconds: freshSeconds(headers) };
}
