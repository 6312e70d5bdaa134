/** What of a received archive is to be unpacked and kept: the file itself, or what is encrypted in it. */
import { join } from "node:path";
import type { ImageJob } from "../image-job.ts";
import { encryptionOf } from "./content.ts";
import { decryptTo } from "./decrypt.ts";

export type Archive = { path: string; size: number; digest: string };

/** The encrypted file is not kept: a store that is read anew, repaired or exported must not need the passphrase. */
export async function opened(job: ImageJob, folder: string, served: Archive, what: string): Promise<Archive> {
  const kind = await encryptionOf(served.path);
  if (kind === null) return served;
  const { report, limits, signal, passphrase } = job;
  const path = join(folder, "plain");
  const onBytes = (done: number) => report({ step: "verify", what, done, total: null });
  const file = { path: served.path, kind, passphrase, image: what, max: limits.maxBlob, onBytes, signal };
  return { path, ...(await decryptTo(path, file)) };
}
