/** Why an image in the store is trusted: keys that signed it, or the administrator who let it in unsigned. */
import { z } from "zod";

/** An OpenPGP fingerprint, lower-case hex: 40 digits (version 4) or 64 (version 6). */
export const fingerprint = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, "must be 40 or 64 lower-case hex digits");

/** A good signature by a key that was trusted for this name when the image came in. */
export const signingKey = z.object({
  /** Of the trusted (primary) key. */
  fingerprint,
  /** The key's first user id, hostile text. */
  user: z.string(),
  /** What the key is trusted for; null when for every name (a root key). */
  prefix: z.string().nullable(),
  signedAt: z.iso.datetime(),
});

export const imageTrust = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("unsigned"), allowedBy: z.string() }),
  z.object({ kind: z.literal("signed"), allowedBy: z.null(), keys: z.array(signingKey).min(1) }),
]);
export type ImageTrust = z.infer<typeof imageTrust>;
