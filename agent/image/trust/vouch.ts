/** The step "verified?" of an import: before a byte of the archive is believed, and again when its name is known. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ImageTrust } from "../../../lib/contract/image-trust.ts";
import type { ImageJob } from "../image-job.ts";
import { trustOf, verifySignatures } from "./verify.ts";

export type Unvouched = {
  /** The archive as it was served. */
  blob: string;
  size: number;
  /** For errors and progress. */
  what: string;
  /** Asks for the armored text; null, or absent: there is none. */
  signature: (() => Promise<string | null>) | undefined;
};
/** `trust` throws `key-unknown` or `key-prefix` when the signers do not count for the name. */
export type Vouched = { armored: string | null; trust: (name: string) => ImageTrust };

/** `image-unsigned` without a signature, else what `verifySignatures` throws. With `job.unsigned` nothing is asked for (appc E9). */
export async function vouch(job: ImageJob, { blob, size, what, signature }: Unvouched): Promise<Vouched> {
  const { allowedBy, report, signal } = job;
  if (job.unsigned) return { armored: null, trust: () => ({ kind: "unsigned", allowedBy }) };
  const armored = (await signature?.()) ?? null;
  if (armored === null) throw new CratonError("image-unsigned", { image: what });
  const ring = await job.keys.ring();
  const onBytes = (done: number) => report({ step: "verify", what, done, total: size });
  const file = { path: blob, armored, image: what, onBytes, signal, now: new Date(job.now()) };
  const signers = await verifySignatures(file, ring);
  return { armored, trust: (name) => trustOf(name, signers, ring) };
}
