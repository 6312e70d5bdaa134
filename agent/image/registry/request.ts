/**
 * One GET to a registry, with redirects. Where it may go is decided here: https unless configured, public addresses unless
 * configured (checked on the resolved address that is then used, so that a name cannot change under us), at most five
 * redirects, and credentials only as long as the host stays the same.
 */
import type { LookupAddress, LookupOptions } from "node:dns";
import { lookup } from "node:dns";
import { readFile } from "node:fs/promises";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { CratonError } from "../../../lib/contract/errors.ts";
import { isInner } from "./address.ts";
import type { Registries, RegistrySettings } from "./config.ts";

export type Timeouts = { connectMs: number; headersMs: number; idleMs: number };
export const defaultTimeouts: Timeouts = { connectMs: 10_000, headersMs: 30_000, idleMs: 60_000 };
const maxRedirects = 5;

/** A failure of the line rather than an answer: trying again may help. */
export class LineError extends Error {}

export type Answer = { status: number; headers: IncomingMessage["headers"]; body: IncomingMessage; url: URL };
export type RequestOptions = { headers: Record<string, string>; authorization: string | null; signal: AbortSignal };

export class Http {
  readonly registries: Registries;
  readonly #timeouts: Timeouts;
  readonly #agents = new Map<string, HttpAgent | HttpsAgent>();

  constructor(registries: Registries, timeouts: Timeouts = defaultTimeouts) {
    this.registries = registries;
    this.#timeouts = timeouts;
  }

  /** Follows redirects. The caller reads or destroys `body`. Throws LineError, `registry-denied`, `fetch-failed`. */
  async get(start: URL, { headers, authorization, signal }: RequestOptions): Promise<Answer> {
    let url = start;
    let secret = authorization;
    for (let hop = 0; ; hop++) {
      const body = await this.#once(url, secret === null ? headers : { ...headers, authorization: secret }, signal);
      const status = body.statusCode ?? 0;
      const location = body.headers.location;
      if (![301, 302, 303, 307, 308].includes(status) || location === undefined)
        return { status, headers: body.headers, body, url };
      body.destroy();
      if (hop === maxRedirects) throw failed(start, `it redirects more than ${maxRedirects} times`);
      const next = URL.canParse(location, url) ? new URL(location, url) : null;
      if (!next) throw failed(url, "it redirects to something that is no URL");
      if (next.host !== url.host || next.protocol !== url.protocol) secret = null;
      url = next;
    }
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  async #once(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
    signal.throwIfAborted();
    const settings = this.registries.at(url);
    if (url.protocol !== "https:" && !(url.protocol === "http:" && settings?.plainHttp))
      throw denied(url, "plain http is not configured for this host");
    if (url.username !== "" || url.password !== "") throw denied(url, "the URL holds credentials");
    const name = url.hostname.replace(/^\[|\]$/g, "");
    if (settings === null && isIP(name) && isInner(name)) throw inside(url, name);
    const agent = await this.#agent(url, settings);
    return new Promise((resolve, reject) => {
      const send = url.protocol === "https:" ? httpsRequest : httpRequest;
      const request = send(url, { headers, agent, signal, lookup: guarded(url, settings) as LookupFunction });
      const late = setTimeout(
        () => request.destroy(new LineError("it did not answer in time")),
        this.#timeouts.connectMs + this.#timeouts.headersMs,
      );
      request.setTimeout(this.#timeouts.idleMs, () => request.destroy(new LineError("the connection went silent")));
      request.on("response", (response) => {
        clearTimeout(late);
        resolve(response);
      });
      request.on("error", (cause) => {
        clearTimeout(late);
        reject(this.#errorOf(url, cause, signal));
      });
      request.end();
    });
  }

  #errorOf(url: URL, cause: Error, signal: AbortSignal): unknown {
    if (signal.aborted) return signal.reason;
    if (cause instanceof CratonError || cause instanceof LineError) return cause;
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    if (code === "EPROTO" || /CERT|TLS|SSL|SELF_SIGNED|ALTNAME/.test(code)) return tlsError(url, cause, code);
    return new LineError(words[code] ?? code, { cause });
  }

  async #agent(url: URL, settings: RegistrySettings | null): Promise<HttpAgent | HttpsAgent> {
    const there = this.#agents.get(url.origin);
    if (there) return there;
    const common = { keepAlive: true, maxSockets: 8, timeout: this.#timeouts.idleMs };
    const ca = settings?.pem ?? (settings?.ca === undefined ? undefined : await readCa(settings.ca));
    const agent = url.protocol === "https:" ? new HttpsAgent({ ...common, ca }) : new HttpAgent(common);
    this.#agents.set(url.origin, agent);
    return agent;
  }
}

async function readCa(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new CratonError("disk-failed", { path, verb: "read", why: (cause as Error).message }, { cause });
  }
}

const words: Record<string, string> = {
  ECONNREFUSED: "nothing listens there (ECONNREFUSED)",
  ENOTFOUND: "its name is not known (ENOTFOUND)",
  EAI_AGAIN: "its name cannot be looked up now (EAI_AGAIN)",
  ECONNRESET: "the connection broke (ECONNRESET)",
  ETIMEDOUT: "it did not answer in time (ETIMEDOUT)",
  EHOSTUNREACH: "there is no way to it (EHOSTUNREACH)",
  ENETUNREACH: "there is no network (ENETUNREACH)",
};

/** A look-up that refuses inner addresses of hosts that nobody configured. */
function guarded(url: URL, settings: RegistrySettings | null) {
  type Done = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
  return (hostname: string, options: LookupOptions, done: Done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      const bad = settings === null ? addresses.find(({ address }) => isInner(address)) : undefined;
      if (bad) return done(inside(url, bad.address), []);
      if (options.all) return done(null, addresses);
      const [first] = addresses;
      if (!first) return done(new LineError("its name has no address"), []);
      done(null, first.address, first.family);
    });
  };
}

/** A URL to show: without query, which may carry signatures. */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function failed(url: URL, why: string): CratonError {
  return new CratonError("fetch-failed", { source: shownUrl(url), why });
}
function denied(url: URL, why: string): CratonError {
  return new CratonError("registry-denied", { registry: url.host, source: shownUrl(url), why });
}
function inside(url: URL, address: string): CratonError {
  return new CratonError("registry-private", { registry: url.host, address });
}

const tlsWords: Record<string, string> = {
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate leads to an authority that is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is of an authority that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is of an authority that is not trusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};
function tlsError(url: URL, cause: Error, code: string): CratonError {
  const isOther = /wrong version number|packet length too long|unknown protocol/i.test(cause.message);
  const why = `${isOther ? "it does not speak TLS, perhaps plain http" : (tlsWords[code] ?? "the handshake fails")} (${code})`;
  return new CratonError("registry-tls", { registry: url.host, why }, { cause });
}
