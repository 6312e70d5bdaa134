/** The distribution API of one registry beside its images: its base, its catalog. One server, one scope. */
import { CratonError } from "../../../lib/contract/errors.ts";
import { Auth } from "./auth.ts";
import type { Registries } from "./config.ts";
import { readSmall } from "./read-small.ts";
import { type Answer, Http, LineError, type Timeouts } from "./request.ts";

const maxError = 64 * 1024;

export type ApiAnswer = { status: number; headers: Answer["headers"]; url: URL; body: Buffer };

export class RegistryApi {
  readonly host: string;
  readonly #http: Http;
  readonly #auth: Auth;
  /** What the last 401 asked for. */
  challenge: string | null = null;

  /** `scope` is asked for when the registry's challenge names none. Close it when done. */
  constructor(host: string, registries: Registries, scope: string, timeouts?: Timeouts) {
    this.host = host;
    this.#http = new Http(registries, timeouts);
    this.#auth = new Auth(this.#http, host, scope);
  }

  close(): void {
    this.#http.close();
  }

  url(path: string): URL {
    return new URL(`${this.#http.registries.base(this.host)}/v2/${path}`);
  }

  /** One GET, signed in when the registry asks for it; any status but 401, whose second one is answered as it is. */
  async get(url: URL, max: number, signal: AbortSignal): Promise<ApiAnswer> {
    try {
      for (let tries = 0; ; tries++) {
        const authorization = this.#auth.header;
        const answer = await this.#http.get(url, { headers: { accept: "application/json" }, authorization, signal });
        const { status, headers } = answer;
        const limit = status === 200 ? max : maxError;
        const body = await readSmall(answer.body, limit, `the answer of ${this.host}`, signal);
        if (status === 401 && tries < 2 && answer.url.host === url.host) {
          this.challenge = headers["www-authenticate"] ?? "";
          if (await this.#auth.answer(this.challenge, authorization, signal)) continue;
        }
        return { status, headers, url: answer.url, body };
      }
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      throw new CratonError("fetch-failed", { source: url.origin, why: error.message }, { cause: error });
    }
  }
}
