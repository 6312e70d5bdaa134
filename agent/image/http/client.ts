/**
 * GET over https for images, signatures, keys and discovery pages. Where it may go is decided here, at each hop of a redirect anew:
 * https unless plain http was allowed, public addresses unless configured (checked on the address that is then connected to), each
 * host with its own credentials and no other's.
 */
import {
  type AgentOptions,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { rootCertificates } from "node:tls";
import { CratonError } from "../../../lib/contract/errors.ts";
import { LineError, shownUrl } from "../registry/request.ts";
import type { HostAuth } from "./host-auth.ts";
import { lineWords } from "./line-words.ts";
import { guardedLookup, refuseInner } from "./lookup.ts";
import { proxyOf } from "./proxy.ts";
import type { FetchSettings } from "./settings.ts";

export type ClientOptions = {
  settings: FetchSettings;
  auth: HostAuth;
  /** What the administrator allowed for this fetch. */
  insecure: { tls: boolean; http: boolean };
  timeouts?: Partial<typeof defaultTimeouts>;
};
/** `headersMs` until the answer begins, connecting included; `idleMs` of silence. */
export const defaultTimeouts = { headersMs: 30_000, idleMs: 60_000 };
const maxRedirects = 10;

/** The caller reads or destroys `body`. `url` is the last one of the redirects. */
export type Answer = { status: number; headers: IncomingHttpHeaders; body: IncomingMessage; url: URL };

export class FetchClient {
  readonly settings: FetchSettings;
  readonly #auth: HostAuth;
  readonly #insecure: { tls: boolean; http: boolean };
  readonly #timeouts: typeof defaultTimeouts;
  readonly #agents = new Map<string, HttpAgent | HttpsAgent>();

  constructor({ settings, auth, insecure, timeouts }: ClientOptions) {
    this.settings = settings;
    this.#auth = auth;
    this.#insecure = insecure;
    this.#timeouts = { ...defaultTimeouts, ...timeouts };
  }

  get allowsHttp(): boolean {
    return this.#insecure.http;
  }

  /**
   * Any status but redirects, 401 and 403. Throws LineError when the line fails, `address-refused` for where it may not go,
   * `host-denied` for 401 and 403, `fetch-failed` for redirects that lead nowhere.
   */
  async get(start: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    let url = start;
    for (let hop = 0; ; hop++) {
      const authorization = this.#auth.header(url);
      const sent = authorization === null ? headers : { ...headers, authorization };
      const body = await this.#once(url, sent, signal);
      const status = body.statusCode ?? 0;
      const location = body.headers.location;
      if (status === 401 || status === 403) {
        body.destroy();
        throw denied(url, status, authorization !== null);
      }
      if (![301, 302, 303, 307, 308].includes(status) || location === undefined)
        return { status, headers: body.headers, body, url };
      body.destroy();
      if (hop === maxRedirects) throw failed(start, `it redirects more than ${maxRedirects} times`);
      if (!URL.canParse(location, url)) throw failed(url, "it redirects to something that is no URL");
      url = new URL(location, url);
    }
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  async #once(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
    signal.throwIfAborted();
    this.#mayAsk(url);
    const proxy = proxyOf(url, this.settings);
    const agent = this.#agent(url, proxy);
    const lookup = proxy === null ? guardedLookup(url, this.settings) : undefined;
    return new Promise((resolve, reject) => {
      const send = url.protocol === "https:" ? httpsRequest : httpRequest;
      const request = send(url, { headers, agent, signal, ...(lookup ? { lookup } : {}) });
      const late = setTimeout(
        () => request.destroy(new LineError("it did not answer in time")),
        this.#timeouts.headersMs,
      );
      request.setTimeout(this.#timeouts.idleMs, () => request.destroy(new LineError("the connection went silent")));
      request.on("response", (response) => {
        clearTimeout(late);
        resolve(response);
      });
      request.on("error", (cause) => {
        clearTimeout(late);
        reject(errorOf(url, cause, signal));
      });
      request.end();
    });
  }

  #mayAsk(url: URL): void {
    if (url.protocol !== "https:" && !(url.protocol === "http:" && this.#insecure.http))
      throw refused(url, url.protocol === "http:" ? "plain http needs insecure-options=http" : "it is no web address");
    if (url.username !== "" || url.password !== "")
      throw refused(url, "it holds credentials; those belong into auth.d");
    refuseInner(url, this.settings);
  }

  #agent(url: URL, proxy: string | null): HttpAgent | HttpsAgent {
    const key = `${proxy} ${url.origin}`;
    const there = this.#agents.get(key);
    if (there) return there;
    const { authorities } = this.settings;
    const common: AgentOptions = { keepAlive: true, maxSockets: 4, timeout: this.#timeouts.idleMs };
    // The console's framework declares NODE_ENV as part of any environment; only the two proxies are read.
    if (proxy !== null) common.proxyEnv = { NODE_ENV: "production", HTTPS_PROXY: proxy, HTTP_PROXY: proxy };
    const ca = authorities.length === 0 ? undefined : [...rootCertificates, ...authorities];
    const tls = { ca, rejectUnauthorized: !this.#insecure.tls };
    const agent = url.protocol === "https:" ? new HttpsAgent({ ...common, ...tls }) : new HttpAgent(common);
    this.#agents.set(key, agent);
    return agent;
  }
}

function errorOf(url: URL, cause: Error, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (cause instanceof CratonError || cause instanceof LineError) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(code))
    return new CratonError(
      "tls-refused",
      { url: shownUrl(url), why: `its certificate is not accepted (${code})` },
      { cause },
    );
  return new LineError(lineWords(code, cause), { cause });
}

function refused(url: URL, why: string): CratonError {
  return new CratonError("address-refused", { url: shownUrl(url), why });
}
function denied(url: URL, status: number, hadCredentials: boolean): CratonError {
  const why = hadCredentials
    ? `it does not accept the credentials that auth.d holds for it (${status})`
    : `it wants credentials, and auth.d has none for it (${status})`;
  return new CratonError("host-denied", { host: url.host, url: shownUrl(url), why });
}
function failed(url: URL, why: string): CratonError {
  return new CratonError("fetch-failed", { source: shownUrl(url), why });
}
