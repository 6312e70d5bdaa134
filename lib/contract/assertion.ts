/**
 * The user assertion that rides on every call to an agent beside the client certificate: a JWS (EdDSA) in
 * `Authorization: Bearer …`. The agent checks: signature by the public key `trust/<iss>.pub`; `iss` equals the common
 * name of the peer's certificate; `aud` is the agent's node name; `exp` at most 60 s after `iat`; `jti` never seen.
 */
import { z } from "zod";
import { role } from "./roles.ts";

export const assertionClaims = z.object({
  /** Who vouches: the CN of the client certificate, `console` or `cli`. */
  iss: z.string().max(64),
  /** The user; no control or other invisible characters, it is shown and logged. */
  sub: z.string().regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,256}$/u, "is empty, too long or not printable"),
  role,
  /** The node's name. */
  aud: z.string(),
  iat: z.number().int(),
  exp: z.number().int(),
  /** 128 random bits in base64url. */
  jti: z.string().min(16).max(64),
  /** The request id of the console's own request, for both audit logs. */
  rid: z.string().max(64).optional(),
});
export type AssertionClaims = z.infer<typeof assertionClaims>;
export const assertionLifetimeSeconds = 60;
