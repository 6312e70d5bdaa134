/** Reads an ACI for a merge: what a whitelist leaves of it, over what the target has already. */

import type { Merge } from "../../host/host.ts";
import { KeepingSink } from "./keeping-sink.ts";
import { LinkScout } from "./link-scout.ts";
import { type ReadOptions, readArchive } from "./reader.ts";
import type { Summary } from "./records.ts";
import type { Sink } from "./tree.ts";

/** `open` gives the archive from its beginning; a filter has to see all hard links before it knows where a file goes. */
export async function readMerge(
  open: () => AsyncIterable<Buffer>,
  options: Omit<ReadOptions, "merge">,
  { keep }: Merge,
  out: Sink & { drained(): Promise<void> },
): Promise<Summary> {
  const merging = { ...options, merge: true };
  if (keep === null) return readArchive(open(), merging, out);
  const scout = new LinkScout(keep);
  await readArchive(open(), merging, scout);
  return readArchive(open(), merging, new KeepingSink(out, scout.links));
}
