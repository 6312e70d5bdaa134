/** Trusted keys of an agent: what is listed, reviewed, added, masked and removed. Prefixes are AC identifiers, null is every name. */
import { z } from "zod";
import { fingerprint } from "./image-trust.ts";

/** An AC identifier (appc A1). The agent holds it to all of that rule; this keeps it from being a path. */
export const trustPrefix = z
  .string()
  .max(255)
  .regex(/^[a-z0-9]+([-._~/][a-z0-9]+)*$/, "must be a name as example.com/team");
const prefix = trustPrefix.nullable();

/** What a public key says of itself. `users` are hostile text. */
export const keyFacts = z.object({
  fingerprint,
  users: z.array(z.string()),
  /** As `RSA 4096` or `Ed25519`. */
  algorithm: z.string(),
  createdAt: z.iso.datetime(),
  /** Null when it never does. */
  expiresAt: z.iso.datetime().nullable(),
  /** `unproven`: no valid signature of the key on its own user id. Only a good key can vouch for an image. */
  state: z.enum(["good", "expired", "revoked", "weak", "unproven"]),
  why: z.string().nullable(),
});
export type KeyFacts = z.infer<typeof keyFacts>;

/** One file of the trust folders. `masked`: a system key that a file `mask` of the local folder takes away. */
export const trustedKey = z.object({
  fingerprint,
  prefix,
  origin: z.enum(["system", "local"]),
  kind: z.enum(["trusted", "masked", "mask"]),
  /** Null for a mask. */
  key: keyFacts.nullable(),
});
export type TrustedKey = z.infer<typeof trustedKey>;

/** GET /v1/trust. `faults` are files that are left out, with the reason. */
export const trustList = z.object({
  keys: z.array(trustedKey),
  faults: z.array(z.object({ file: z.string(), why: z.string() })),
  folders: z.object({ system: z.string(), local: z.string() }),
});
export type TrustList = z.infer<typeof trustList>;

const armored = z.string().min(1).max(262_144);

/** POST /v1/trust/review: keys from a text, a URL, or as an image name's own site tells (discovery). Nothing is changed. */
export const trustReview = z.strictObject({
  from: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("text"), text: armored }),
    z.strictObject({ kind: z.literal("url"), url: z.url({ protocol: /^https?$/ }).max(2048) }),
    z.strictObject({ kind: z.literal("discovery"), prefix: trustPrefix }),
  ]),
  /** `pubkey`: http and certificates that nobody vouches for are good enough (administrators). */
  insecureOptions: z.array(z.enum(["none", "pubkey"])).optional(),
});
export type TrustReview = z.infer<typeof trustReview>;

/** What was found: `armored` is the key alone, to be sent back with its fingerprint once a person has compared it. */
export const trustReviewed = z.object({
  keys: z.array(z.object({ facts: keyFacts, armored: z.string(), source: z.string() })),
});
export type TrustReviewed = z.infer<typeof trustReviewed>;

/** POST /v1/trust/keys: trust this key for a prefix. `fingerprint` is the reviewed one. */
export const trustAdd = z.strictObject({ armored, fingerprint, prefix });
export type TrustAdd = z.infer<typeof trustAdd>;

/** POST /v1/trust/masks, and what DELETE /v1/trust/keys/FINGERPRINT?prefix= names: a file of the local folder. */
export const trustPlace = z.strictObject({ fingerprint, prefix });
export type TrustPlace = z.infer<typeof trustPlace>;
