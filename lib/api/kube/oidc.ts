/**
 * The `oidc` auth-provider of a kubeconfig: an id token that is renewed by its refresh token when it ends, as OpenID Connect
 * Discovery 1.0 and RFC 6749 section 6 say. The API server checks the token; here only its end is read. (The authenticator of
 * @kubernetes/client-node 2.0.1 cannot renew: it names the issuer in a form that its own library refuses.)
 */
import fs from "node:fs/promises";
import { request as httpsRequest } from "node:https";
import { z } from "zod";
import { readText } from "./read-body.ts";

type Config = Record<string, unknown>;

const claims = z.object({ exp: z.number() });
const discovery = z.object({ issuer: z.string(), token_endpoint: z.string() });
const tokens = z.object({ id_token: z.string(), refresh_token: z.string().optional() });
/** A token that ends while it is on its way is of no use. */
const earlyMs = 10_000;
const timeoutMs = 15_000;
const mostBytes = 1024 * 1024;

export class OidcTokens {
  private readonly config: Config;
  private idToken: string | null;
  private refreshToken: string | null;

  constructor(config: Config) {
    this.config = config;
    this.idToken = this.text("id-token");
    this.refreshToken = this.text("refresh-token");
  }

  /** The id token as it is now. Throws a sentence when there is none that lasts and none can be had. */
  async get(): Promise<string> {
    if (this.idToken !== null && endOf(this.idToken) - earlyMs > Date.now()) return this.idToken;
    const issuer = this.text("idp-issuer-url");
    const client = this.text("client-id");
    if (issuer === null || client === null || this.refreshToken === null) {
      throw new Error("the id token has ended and the kubeconfig has nothing to renew it with, sign in anew");
    }
    const ca = await this.authority();
    const where = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const found = discovery.parse(await call(where, ca));
    if (found.issuer.replace(/\/$/, "") !== issuer.replace(/\/$/, ""))
      throw new Error("the issuer names itself otherwise");
    const secret = this.text("client-secret");
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: this.refreshToken,
      client_id: client,
    });
    if (secret !== null) form.set("client_secret", secret);
    const given = tokens.parse(await call(found.token_endpoint, ca, form.toString()));
    this.idToken = given.id_token;
    // An issuer that does not change it sends none.
    this.refreshToken = given.refresh_token ?? this.refreshToken;
    return this.idToken;
  }

  private async authority(): Promise<string | undefined> {
    const data = this.text("idp-certificate-authority-data");
    if (data !== null) return Buffer.from(data, "base64").toString("utf8");
    const file = this.text("idp-certificate-authority");
    return file === null ? undefined : fs.readFile(file, "utf8");
  }

  private text(field: string): string | null {
    const value = this.config[field];
    return typeof value === "string" && value !== "" ? value : null;
  }
}

/** ms since the epoch; 0 for what is no token. */
function endOf(token: string): number {
  try {
    const [, payload = ""] = token.split(".");
    return claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))).exp * 1000;
  } catch {
    return 0;
  }
}

/** A JSON answer with status 200. Redirects are not followed: the form holds secrets. */
async function call(url: string, ca: string | undefined, form?: string): Promise<unknown> {
  const target = new URL(url);
  if (target.protocol !== "https:") throw new Error("the issuer must be https");
  const headers = form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { method: form === undefined ? "GET" : "POST", headers: { accept: "application/json", ...headers } };
  const signal = AbortSignal.timeout(timeoutMs);
  const request = httpsRequest(
    target,
    { ...options, ...(ca === undefined ? {} : { ca }), agent: false, signal },
    (answer) => {
      const { statusCode } = answer;
      const read = async () => {
        const text = await readText(answer, mostBytes);
        if (statusCode !== 200 || text === null) throw new Error(`${target.host} answered ${statusCode}, sign in anew`);
        return text;
      };
      read().then(resolve, reject);
    },
  );
  request.once("error", (error) => reject(new Error(`${target.host} does not answer: ${error.message}`)));
  request.end(form);
  return JSON.parse(await promise);
}
