/**
 * Discovery (appc E1, E6, E12): the page of the name is asked first, then of each part above it up to the bare host, until one says
 * what is looked for. It goes on where a page is refused with 4xx or says nothing; a host that fails otherwise ends it, since its
 * pages above are no truer.
 */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { FetchClient } from "../http/client.ts";
import { getText } from "../http/read-text.ts";
import { LineError, shownUrl } from "../registry/request.ts";
import type { AppName } from "./app-string.ts";
import { templateValues } from "./node-labels.ts";
import { type AciEndpoint, endpointsOf, type Found, keysOf } from "./page.ts";

const maxPage = 1024 * 1024;
const deepest = 32;

export type WalkOptions = {
  client: FetchClient;
  signal: AbortSignal;
  /** For a page as a whole. */
  pageMs?: number;
};
/** What a page was asked and why it did not help. */
type Attempt = { url: string; why: string };

/** Where the image and its signature are, in the site's order. Throws `discovery-failed`, and what `client.get` throws. */
export function discoverAcis(app: AppName, options: WalkOptions): Promise<AciEndpoint[]> {
  const values = templateValues(app);
  return walk(app.name, (html) => endpointsOf(html, app.name, values), "ac-discovery", options);
}

/** Where the keys are that the site signs such images with (E2, `ac-discovery-pubkeys`), https only unless http was allowed. */
export async function discoverKeys(name: string, options: WalkOptions): Promise<URL[]> {
  return walk(name, (html) => keysOf(html, name), "ac-discovery-pubkeys", options);
}

async function walk<T>(
  name: string,
  find: (html: string) => Found<T>,
  tag: string,
  options: WalkOptions,
): Promise<T[]> {
  const attempts: Attempt[] = [];
  for (const url of pagesOf(name, options.client.settings.discoveryPort)) {
    const page = await ask(url, attempts, options);
    if (page === null) continue;
    const { found, dropped } = find(page);
    if (found.length > 0) return found;
    const why = dropped.length > 0 ? dropped.join("; ") : `it has no ${tag} for this name`;
    attempts.push({ url: shownUrl(url), why });
  }
  const errors = attempts.map(({ url, why }) => ({ path: url, message: why }));
  const why = attempts
    .map((attempt) => `${attempt.url}: ${attempt.why}`)
    .join("; ")
    .slice(0, 1000);
  throw new CratonError("discovery-failed", { name, why }, { errors });
}

/** `https://NAME?ac-discovery=1` and those above it. */
function pagesOf(name: string, port: number | undefined): URL[] {
  const [host = "", ...path] = name.split("/");
  const base = `https://${host}${port === undefined ? "" : `:${port}`}`;
  if (!URL.canParse(base))
    throw new CratonError("bad-name", { value: name, what: "image name", why: `${host} is no host` });
  if (path.length > deepest)
    throw new CratonError("bad-name", { value: name, what: "image name", why: `it has more than ${deepest} parts` });
  const pages = path.map((_, i) => `${base}/${path.slice(0, path.length - i).join("/")}`);
  return [...pages, base].map((page) => new URL(`${page}?ac-discovery=1`));
}

/**
 * The page's text, by plain http where https gives none and that is allowed; null, with the reasons in `attempts`, when the next one is
 * to be asked. Throws when no way to the host works.
 */
async function ask(url: URL, attempts: Attempt[], options: WalkOptions): Promise<string | null> {
  const schemes = options.client.allowsHttp ? ["https:", "http:"] : ["https:"];
  const failures: unknown[] = [];
  for (const scheme of schemes) {
    const page = new URL(url);
    page.protocol = scheme;
    try {
      return await text(page, options);
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof Passed)) failures.push(failure(page, error));
      attempts.push({ url: shownUrl(page), why: error instanceof Error ? error.message : String(error) });
    }
  }
  if (failures.length === schemes.length) throw failures[0];
  return null;
}

/** Not this page: the one above is asked. */
class Passed extends Error {}

async function text(url: URL, { client, signal, pageMs }: WalkOptions): Promise<string> {
  const small = { accept: "text/html", what: `the page ${shownUrl(url)}`, maxBytes: maxPage, signal };
  try {
    const answer = await getText(client, url, pageMs === undefined ? small : { ...small, totalMs: pageMs });
    if (answer.status === 200) return answer.text;
    const why = `it answers ${answer.status}`;
    throw answer.status < 500 ? new Passed(why) : new LineError(why);
  } catch (error) {
    if (error instanceof CratonError && error.code === "too-large") throw new Passed(error.message, { cause: error });
    if (error instanceof CratonError && error.code === "host-denied") throw new Passed(error.message, { cause: error });
    throw error;
  }
}

function failure(url: URL, error: unknown): unknown {
  if (!(error instanceof LineError)) return error;
  return new CratonError("fetch-failed", { source: shownUrl(url), why: error.message }, { cause: error });
}
