/** An ACI on this machine, read whole by the agent's own reader, so that what passes here is accepted there. Nothing is unpacked. */
import fs from "node:fs";
import { encryptionOf } from "../../agent/image/encryption/content.ts";
import { defaultLimits } from "../../agent/image/limits.ts";
import { ArchiveError } from "../../agent/image/unpack/archive-error.ts";
import { readArchive } from "../../agent/image/unpack/reader.ts";

const nowhere = {
  entry() {},
  data() {},
  whiteout() {},
  opaque() {},
  progress() {},
  drained: async () => {},
};

export function streamOf(file: string): AsyncIterable<Buffer> {
  return fs.createReadStream(file, { highWaterMark: 1 << 18 });
}

/** The text of its manifest, as it is. Throws ArchiveError for what is no ACI, and what the system says. */
export async function manifestOf(file: string): Promise<string> {
  if (await encryptionOf(file))
    throw new ArchiveError(
      "the beginning",
      "it is encrypted: open it first (gpg --decrypt), or give it to craton fetch",
    );
  const limits = { maxBytes: defaultLimits.maxTar, maxEntries: defaultLimits.maxEntries };
  const read = await readArchive(streamOf(file), { format: "aci", ...limits }, nowhere);
  return read.manifest ?? "";
}
