/**
 * Answers a registry's 401: Basic, or a token from the realm that it names (distribution's token flow). Credentials go to the
 * registry itself, and to a realm on its own host or on one that the configuration names; nowhere else.
 */
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";
import { type Challenge, parseChallenges } from "./challenge.ts";
import { readSmall } from "./read-small.ts";
import { type Http, shownUrl } from "./request.ts";

const tokenAnswer = z.looseObject({ token: z.string().optional(), access_token: z.string().optional() });
const maxTokenAnswer = 256 * 1024;

export class Auth {
  readonly #http: Http;
  readonly #name: string;
  readonly #scope: string;
  #current: string | null = null;

  /** `name`: the server as configured. `scope`: what is asked for when the challenge names none. */
  constructor(http: Http, name: string, scope: string) {
    this.#http = http;
    this.#name = name;
    this.#scope = scope;
  }

  /** The header to send, as far as known. */
  get header(): string | null {
    return this.#current;
  }

  /** True when there is something new to try. `used`: the header of the request that was refused. */
  async answer(challengeHeader: string, used: string | null, signal: AbortSignal): Promise<boolean> {
    if (this.#current !== null && this.#current !== used) return true;
    const challenges = parseChallenges(challengeHeader);
    const bearer = challenges.find(({ scheme }) => scheme === "bearer");
    const next = bearer ? await this.#token(bearer, signal) : await this.#basic(challenges);
    const isNew = next !== null && next !== used;
    this.#current = next;
    return isNew;
  }

  async #basic(challenges: Challenge[]): Promise<string | null> {
    return challenges.some(({ scheme }) => scheme === "basic") ? this.#http.registries.basic(this.#name) : null;
  }

  async #token({ params }: Challenge, signal: AbortSignal): Promise<string> {
    const realm = params.realm !== undefined && URL.canParse(params.realm) ? new URL(params.realm) : null;
    if (!realm) throw this.#denied("it names no place to get a token from");
    if (params.service !== undefined) realm.searchParams.set("service", params.service);
    for (const scope of (params.scope ?? this.#scope).split(" ").filter(Boolean))
      realm.searchParams.append("scope", scope);
    const authorization = await this.#http.registries.basic(this.#name);
    if (authorization !== null && !this.#http.registries.tokenHosts(this.#name).includes(realm.host))
      throw this.#denied(
        `it sends for a token to ${realm.host}, which is not among its configured tokenHosts, so the credentials are not sent`,
      );
    const answer = await this.#http.get(realm, { headers: {}, authorization, signal });
    const body = await readSmall(answer.body, maxTokenAnswer, "the token server's answer", signal);
    if (answer.status !== 200) throw this.#denied(`${shownUrl(realm)} gave no token (status ${answer.status})`);
    const parsed = tokenAnswer.safeParse(json(body));
    const token = parsed.data?.token ?? parsed.data?.access_token ?? "";
    if (!/^[\x21-\x7e]+$/.test(token)) throw this.#denied(`${shownUrl(realm)} gave an answer without a token`);
    return `Bearer ${token}`;
  }

  #denied(why: string): CratonError {
    return new CratonError("registry-denied", { registry: this.#name, source: this.#scope, why });
  }
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
