/**
 * The detached signature beside an image. It is asked for before the image, so that nothing is downloaded that cannot be believed. A
 * site may put it off with 202 (a signature that is made when the image is asked for): then it is asked for again once the image is
 * there, a few times, as the site's Retry-After says.
 */
import { setTimeout as delay } from "node:timers/promises";
import { CratonError } from "../../../lib/contract/errors.ts";
import { LineError, shownUrl } from "../registry/request.ts";
import type { FetchClient } from "./client.ts";
import { getText } from "./read-text.ts";

const maxSignature = 1024 * 1024;
const mostTries = 6;
const longestPauseMs = 30_000;

/**
 * Answers how to get the text once the image is there. Throws `image-unsigned` when the site has none, `signature-late` (from the
 * answered function), `fetch-failed`, `too-large`, and what `client.get` throws.
 */
export async function askSignature(
  client: FetchClient,
  asc: URL,
  { image, signal }: { image: string; signal: AbortSignal },
): Promise<() => Promise<string>> {
  const first = await ask(client, asc, image, signal);
  if (first.text !== null) {
    const { text } = first;
    return async () => text;
  }
  return () => waitFor(client, asc, image, signal);
}

async function waitFor(client: FetchClient, asc: URL, image: string, signal: AbortSignal): Promise<string> {
  for (let tries = 1; ; tries++) {
    const { text, pauseMs } = await ask(client, asc, image, signal);
    if (text !== null) return text;
    const url = shownUrl(asc);
    if (tries === mostTries)
      throw new CratonError("signature-late", { url, why: `it was put off ${mostTries + 1} times` });
    if (pauseMs > longestPauseMs)
      throw new CratonError("signature-late", { url, why: `it is put off by ${pauseMs / 1000} s` });
    await delay(pauseMs, undefined, { signal });
  }
}

async function ask(
  client: FetchClient,
  asc: URL,
  image: string,
  signal: AbortSignal,
): Promise<{ text: string; pauseMs: 0 } | { text: null; pauseMs: number }> {
  const source = shownUrl(asc);
  const options = { accept: "*/*", what: `the signature ${source}`, maxBytes: maxSignature, signal };
  const answer = await getText(client, asc, options).catch((error) => {
    if (!(error instanceof LineError)) throw error;
    throw new CratonError("fetch-failed", { source, why: error.message }, { cause: error });
  });
  if (answer.status === 200) return { text: answer.text, pauseMs: 0 };
  if (answer.status === 202) return { text: null, pauseMs: pauseOf(answer.headers["retry-after"]) };
  if (answer.status === 404 || answer.status === 410) throw new CratonError("image-unsigned", { image });
  throw new CratonError("fetch-failed", { source, why: `it answers ${answer.status}` });
}

/** Seconds or a date; 2 s when the site does not say. */
function pauseOf(header: string | undefined): number {
  if (header === undefined) return 2000;
  if (/^[0-9]{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 2000 : Math.max(0, at - Date.now());
}
