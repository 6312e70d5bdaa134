/** Making the signed user assertion of lib/contract/assertion.ts. node:crypto alone: the command line must start quickly. */
import { createPrivateKey, sign as cryptoSign, randomBytes } from "node:crypto";
import type { AssertionClaims } from "../../contract/assertion.ts";
import type { Role } from "../../contract/roles.ts";

/** Turns claims into a compact JWS. */
export type Signer = (claims: AssertionClaims) => string;

/** Who calls: the user that the client vouches for. `requestId` joins both audit logs; `signal` gives the call up. */
export type Caller = { user: string; role: Role; requestId?: string; signal?: AbortSignal };

/** Short, so that a stolen assertion is soon worthless; long enough for two clocks that differ by some seconds. */
const lifetimeSeconds = 30;

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = encode({ alg: "EdDSA", typ: "JWT" });

/** A signer over an Ed25519 key in PKCS8 PEM (`assertion.key`). Throws when the key is of another kind. */
export function localSigner(keyPem: string | Buffer): Signer {
  const key = createPrivateKey(keyPem);
  if (key.asymmetricKeyType !== "ed25519") throw new Error("the assertion key is not an Ed25519 key");
  return (claims) => {
    const body = `${header}.${encode(claims)}`;
    return `${body}.${cryptoSign(null, Buffer.from(body), key).toString("base64url")}`;
  };
}

/** Fresh claims for one request; never use them twice, the agent remembers `jti`. */
export function claimsFor(caller: Caller, issuer: string, node: string): AssertionClaims {
  const now = Math.floor(Date.now() / 1000);
  const rid = caller.requestId === undefined ? {} : { rid: caller.requestId.slice(0, 64) };
  return {
    iss: issuer,
    sub: caller.user,
    role: caller.role,
    aud: node,
    iat: now,
    exp: now + lifetimeSeconds,
    jti: randomBytes(16).toString("base64url"),
    ...rid,
  };
}
