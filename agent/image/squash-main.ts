/**
 * Writes the ACI of stacked layers (dist/squash.js): a process of its own, for it reads whole trees without pause. Argument: `id`
 * answers one line of JSON (squash/squash.ts, SquashId), `tar` the ACI itself, `mend` a layer of the folders that must be stated
 * anew. What to write is JSON on stdin. Exit 0; 3 for
 * layers that make no tree, with the reason on stderr; 1 for anything else.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeSync } from "node:fs";
import { mending, squashed } from "./squash/entries.ts";
import { BadLayers } from "./squash/merge.ts";
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

process.on("uncaughtException", (error) => {
  writeSync(2, `${error instanceof BadLayers ? error.message : error.stack}\n`);
  process.exit(error instanceof BadLayers ? 3 : 1);
});

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
