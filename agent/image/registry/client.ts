/** Reads from one repository: mirrors first, then the registry itself, each with its own authentication. */
import { createHash } from "node:crypto";
import { CratonError } from "../../../lib/contract/errors.ts";
import { Auth } from "./auth.ts";
import type { Registries } from "./config.ts";
import { readSmall } from "./read-small.ts";
import type { Reference } from "./reference.ts";
import { type Answer, Http, LineError, shownUrl, type Timeouts } from "./request.ts";

const maxManifest = 4 * 1024 * 1024;
const maxError = 64 * 1024;

export type Server = { name: string; auth: Auth };

export class RegistryClient {
  readonly reference: Reference;
  readonly #http: Http;
  /** In the order to ask; the one that answered last stands first. */
  #servers: Server[];

  /** Close it when done. */
  constructor(reference: Reference, registries: Registries, timeouts?: Timeouts) {
    this.reference = reference;
    const http = new Http(registries, timeouts);
    this.#http = http;
    this.#servers = http.registries
      .serversOf(reference.registry)
      .map((name) => ({ name, auth: new Auth(http, name, `repository:${reference.repository}:pull`) }));
  }

  get source(): string {
    return this.reference.source;
  }

  close(): void {
    this.#http.close();
  }

  /** The manifest or index behind a tag or a digest; its bytes are checked against the digest asked for or stated. */
  async manifest(
    ref: string,
    accept: string,
    signal: AbortSignal,
  ): Promise<{ bytes: Buffer; digest: string; type: string | null }> {
    return this.fromAny(async (server) => {
      const answer = await this.open(server, `manifests/${ref}`, { accept }, signal);
      const what = `the manifest ${this.reference.repository} ${ref}`;
      const bytes = await readSmall(answer.body, maxManifest, what, signal);
      const stated = header(answer, "docker-content-digest");
      const wanted = ref.includes(":") ? ref : stated;
      const got = digestOf(bytes, wanted?.startsWith("sha512:") ? "sha512" : "sha256");
      if (wanted !== null && wanted !== got) throw new CratonError("bad-digest", { what, got, wanted });
      return { bytes, digest: got, type: header(answer, "content-type") };
    });
  }

  /**
   * Asks each server until one serves; an answer of trouble (no line, not there, 5xx) goes on to the next. What the last one,
   * the registry itself, says is the error.
   */
  async fromAny<T>(work: (server: Server) => Promise<T>): Promise<T> {
    const servers = [...this.#servers];
    for (const [i, server] of servers.entries()) {
      try {
        const result = await work(server);
        this.#servers = [server, ...this.#servers.filter((other) => other !== server)];
        return result;
      } catch (error) {
        if (i < servers.length - 1 && isTrouble(error)) continue;
        throw error instanceof LineError ? this.#failed(server, error.message, error) : error;
      }
    }
    throw this.#failed({ name: this.reference.registry }, "no server is configured");
  }

  url(server: Server, path: string): URL {
    return new URL(`${this.#http.registries.base(server.name)}/v2/${this.reference.repository}/${path}`);
  }

  /** An open 200 or 206 answer. 401 is answered once with what the challenge asks for. */
  async open(server: Server, path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
    const url = this.url(server, path);
    for (let tries = 0; ; tries++) {
      const used = server.auth.header;
      const answer = await this.#http.get(url, { headers, authorization: used, signal });
      if (answer.status === 200 || answer.status === 206) return answer;
      if (answer.status === 401 && tries < 2 && answer.url.host === url.host) {
        answer.body.destroy();
        if (await server.auth.answer(header(answer, "www-authenticate") ?? "", used, signal)) continue;
        throw this.#denied(server, url, "it wants credentials, and there are none that it accepts");
      }
      throw await this.#refusal(server, answer, signal);
    }
  }

  async #refusal(server: Server, answer: Answer, signal: AbortSignal): Promise<unknown> {
    const { status, url } = answer;
    const said = await readSmall(answer.body, maxError, "an error answer", signal).then(firstError, () => "");
    const why = `it answers ${status}${said}`;
    if (status === 401 || status === 403) return this.#denied(server, url, why);
    if (status === 404) return new CratonError("image-missing", this.#facts(url, `it answers 404${said}`));
    if (status === 429) return new CratonError("registry-busy", { registry: server.name, why });
    if (status === 416) return new RangeRefused(why);
    if (status >= 500) return new LineError(why);
    return new CratonError("fetch-failed", this.#facts(url, why));
  }

  #facts(url: URL, why: string) {
    return { source: this.reference.source, why: `${shownUrl(url)}: ${why}` };
  }
  #failed(server: { name: string }, why: string, cause?: unknown): CratonError {
    return new CratonError("fetch-failed", { source: this.reference.source, why: `${server.name}: ${why}` }, { cause });
  }
  #denied(server: Server, url: URL, why: string): CratonError {
    return new CratonError("registry-denied", { registry: server.name, source: shownUrl(url), why });
  }
}

/** 416: the server will not go on where we left. */
export class RangeRefused extends LineError {}

/** A mirror's failure that the next server may make good. */
function isTrouble(error: unknown): boolean {
  return error instanceof LineError || error instanceof CratonError;
}

export function digestOf(bytes: Buffer, algorithm: "sha256" | "sha512"): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
}

function header(answer: Answer, name: string): string | null {
  const value = answer.headers[name];
  return typeof value === "string" ? value : (value?.[0] ?? null);
}

/** The registry's own first words, clipped and without controls. */
function firstError(body: Buffer): string {
  try {
    const [first] = (JSON.parse(body.toString()) as { errors?: { code?: unknown; message?: unknown }[] }).errors ?? [];
    const text = [first?.code, first?.message].filter((part) => typeof part === "string").join(", ");
    const safe = text.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
    return safe === "" ? "" : ` (${safe})`;
  } catch {
    return "";
  }
}
