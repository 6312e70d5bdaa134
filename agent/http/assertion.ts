/** Verifying the user assertion (lib/contract/assertion.ts). Pure but for the clock and the cache of used ones. */
import { type KeyObject, verify as verifySignature } from "node:crypto";
import { type AssertionClaims, assertionClaims, assertionLifetimeSeconds } from "../../lib/contract/assertion.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import type { ReplayCache } from "./replay.ts";

export type Verifier = {
  /** The audience. */
  node: string;
  /** The public key of an issuer, null when it is not trusted. */
  key(issuer: string): KeyObject | null;
  /** Whether another node may take images; absent: none may. */
  peer?(name: string): boolean;
  replay: ReplayCache;
  /** Milliseconds since 1970. */
  now(): number;
  /** Assertions made before this (ms) are refused: what was used before a restart is not remembered. */
  startedAt: number;
};

/** Clocks of node and console may differ by this much. */
const skewSeconds = 5;
const longest = 8192;

const refuse = (why: string, cause?: unknown) => new CratonError("bad-assertion", { why }, { cause });

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch (error) {
    throw refuse("it is no JWS", error);
  }
}

/** Only what we sign ourselves: EdDSA, and no header that asks for more. */
function checkHeader(header: unknown): void {
  if (typeof header !== "object" || header === null) throw refuse("it is no JWS");
  const { alg, typ, ...rest } = header as Record<string, unknown>;
  if (alg !== "EdDSA") throw refuse(`its algorithm is ${JSON.stringify(alg)?.slice(0, 32)}, only EdDSA is taken`);
  if (typ !== undefined && typ !== "JWT") throw refuse("its type is not JWT");
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw refuse(`its header has ${JSON.stringify(unknown.slice(0, 32))}`);
}

function checkTimes(claims: AssertionClaims, { now, startedAt }: Verifier): number {
  const seconds = now() / 1000;
  if (claims.exp <= claims.iat) throw refuse("it ends before it begins");
  if (claims.exp - claims.iat > assertionLifetimeSeconds)
    throw refuse(`it lasts longer than ${assertionLifetimeSeconds} s`);
  if (claims.iat > seconds + skewSeconds) throw refuse("it is from the future, compare the clocks");
  if (claims.exp + skewSeconds < seconds) throw refuse("it has expired");
  if (claims.iat < Math.floor(startedAt / 1000)) throw refuse("it is older than this start of the agent");
  return seconds;
}

/** The claims of a good assertion by `client` (the certificate's common name); else `bad-assertion`. Each is good once. */
export function verifyAssertion(token: string, client: string, verifier: Verifier): AssertionClaims {
  if (token.length > longest) throw refuse("it is too long");
  const match = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/.exec(token);
  if (match === null) throw refuse("it is no JWS");
  const [, header = "", payload = "", signature = ""] = match;
  checkHeader(decode(header));
  // The key is chosen by the certificate, so that nothing of the token is believed before it is verified.
  const key = verifier.key(client);
  if (key === null) throw refuse(`${client} may not vouch for users`);
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verifySignature(null, signed, key, Buffer.from(signature, "base64url"))) throw refuse("its signature is wrong");
  const parsed = assertionClaims.safeParse(decode(payload));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(`its claim ${issue?.path.join(".") ?? ""} is wrong: ${issue?.message ?? ""}`);
  }
  const claims = parsed.data;
  if (claims.iss !== client) throw refuse(`${client} may not speak for another issuer`);
  if (claims.aud !== verifier.node) throw refuse("it is for another node");
  const now = checkTimes(claims, verifier);
  const used = verifier.replay.use(`${claims.iss} ${claims.jti}`, claims.exp + skewSeconds, now);
  if (used === "replayed") throw refuse("it was used already");
  if (used === "full") throw new CratonError("unavailable", { what: "the agent", why: "too many requests" });
  return claims;
}
