/**
 * Who a connection is towards the API server: TLS files and the Authorization header of one kubeconfig user. Programs, token
 * files and auth-providers are run by @kubernetes/client-node, which keeps what they gave until it expires.
 */
import fs from "node:fs/promises";
import type { RequestOptions } from "node:https";
import { CratonError } from "../../contract/errors.ts";
import { plainText } from "../../format/plain-text.ts";
import { authenticatorFor } from "./authenticator.ts";
import type { KubeconfigContext } from "./kubeconfig.ts";

export type KubeTls = Pick<RequestOptions, "ca" | "cert" | "key" | "rejectUnauthorized" | "servername">;
export type Credential = { authorization: string | null; tls: KubeTls };

/** Files are read again after this long, so that a renewed one is found; a refused request reads them at once. */
const fileMs = 60_000;
/** A program that gave a credential which the server refuses is not started again at once. */
const refreshMs = 5_000;

export class Credentials {
  private readonly cluster: string;
  private readonly context: KubeconfigContext;
  private readonly token: string | null;
  private authenticator: Promise<Awaited<ReturnType<typeof authenticatorFor>>> | null = null;
  private tls: Promise<KubeTls> | null = null;
  private readAt = 0;
  private refreshedAt = Number.NEGATIVE_INFINITY;

  /** `cluster` is the console's name of it, for messages; `token` stands in place of the kubeconfig's user. */
  constructor(cluster: string, context: KubeconfigContext, token: string | null) {
    this.cluster = cluster;
    this.context = context;
    this.token = token;
  }

  /** `cluster-auth` when a file cannot be read or a program gives nothing. */
  async get(): Promise<Credential> {
    try {
      const made = await this.make();
      if (made.authorization === null || /^[ -~]+$/.test(made.authorization)) return made;
      throw new Error("the credential holds signs that a header cannot");
    } catch (error) {
      throw authFailed(this.cluster, error);
    }
  }

  /** After a 401: true when another credential may be had by asking again. */
  refresh(): boolean {
    if (!this.canChange || performance.now() - this.refreshedAt < refreshMs) return false;
    this.refreshedAt = performance.now();
    this.authenticator = null;
    this.tls = null;
    return true;
  }

  private get canChange(): boolean {
    if (this.token !== null) return false;
    const { user } = this.context;
    const fields = ["exec", "tokenFile", "client-certificate", "client-key"];
    // What oidc has renewed is kept by its authenticator alone: another one would begin with a refresh token that is used up.
    const provider = user["auth-provider"]?.name;
    return fields.some((field) => user[field] !== undefined) || (provider !== undefined && provider !== "oidc");
  }

  private async make(): Promise<Credential> {
    if (this.tls === null || performance.now() - this.readAt > fileMs) {
      this.tls = this.readTls();
      this.readAt = performance.now();
      // A file that could not be read is read again by the next request.
      this.tls.catch(() => {
        this.tls = null;
      });
    }
    const tls = await this.tls;
    const { user } = this.context;
    if (this.token !== null) return { authorization: `Bearer ${this.token}`, tls };
    this.authenticator ??= authenticatorFor(this.context);
    const given = await (await this.authenticator)();
    const own = user.token ? `Bearer ${user.token.trim()}` : basic(user.username, user.password);
    const made = { ...tls, ...(given.cert && given.key ? { cert: given.cert, key: given.key } : {}) };
    return { authorization: own ?? given.authorization, tls: made };
  }

  private async readTls(): Promise<KubeTls> {
    const { cluster, user } = this.context;
    const ca = await inlineOrFile(cluster["certificate-authority-data"], cluster["certificate-authority"]);
    const mine = this.token === null;
    const cert = mine ? await inlineOrFile(user["client-certificate-data"], user["client-certificate"]) : undefined;
    const key = mine ? await inlineOrFile(user["client-key-data"], user["client-key"]) : undefined;
    return {
      ...(ca ? { ca } : {}),
      ...(cert && key ? { cert, key } : {}),
      ...(cluster["tls-server-name"] ? { servername: cluster["tls-server-name"] } : {}),
      rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
    };
  }
}

async function inlineOrFile(data: string | undefined, file: string | undefined): Promise<string | undefined> {
  if (data) return Buffer.from(data, "base64").toString("utf8");
  return file ? await fs.readFile(file, "utf8") : undefined;
}

function basic(name: string | undefined, password: string | undefined): string | null {
  return name ? `Basic ${Buffer.from(`${name}:${password ?? ""}`).toString("base64")}` : null;
}

function authFailed(cluster: string, error: unknown): CratonError {
  if (error instanceof CratonError) return error;
  // What a parser says of a program's output quotes it: it may be the token.
  const isParser = error instanceof SyntaxError;
  const words = isParser ? "its program answered no JSON" : error instanceof Error ? error.message : String(error);
  const why = plainText(words).trim().slice(0, 300) || "the program gave no credential";
  return new CratonError("cluster-auth", { cluster, why }, isParser ? {} : { cause: error });
}
