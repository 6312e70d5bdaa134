/**
 * Writes the ACI of stacked layers (dist/squash.js): a process of its own, for it reads whole trees without pause. Argument: `id`
 * answers one line of JSON (squash/squash.ts, SquashId), `tar` the ACI itself, `mend` a layer of the folders that must be stated
 * anew. What to write is JSON on stdin. Exit 0, or 1 with the reason on stderr.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeSync } from "node:fs";
import { mending, squashed } from "./squash/entries.ts";
import type { SquashInput } from "./squash/squash.ts";
import { TarOut } from "./squash/write.ts";

const mode = process.argv[2];
const { layers, manifest }: SquashInput = JSON.parse(readFileSync(0, "utf8"));

const toStdout = (chunk: Buffer) => {
  for (let at = 0; at < chunk.length; ) at += writeSync(1, chunk, at);
};

/** The manifest first, for whoever reads it from a stream; then the tree. */
function aci(take: (chunk: Buffer) => void): { size: number; mend: boolean } {
  const out = new TarOut(take);
  let mend = false;
  out.text("manifest", Buffer.from(manifest));
  for (const entry of squashed(layers)) {
    out.entry(entry);
    mend ||= entry.mend === true;
  }
  out.end();
  return { size: out.size, mend };
}

if (mode === "id") {
  const hash = createHash("sha512");
  const found = aci((chunk) => void hash.update(chunk));
  writeSync(1, `${JSON.stringify({ id: `sha512-${hash.digest("hex")}`, ...found })}\n`);
} else if (mode === "tar") aci(toStdout);
else if (mode === "mend") {
  const out = new TarOut(toStdout);
  for (const entry of mending(layers)) out.entry(entry);
  out.end();
} else {
  writeSync(2, "usage: squash id|tar|mend < JSON\n");
  process.exit(2);
}
