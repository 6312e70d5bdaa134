/**
 * The confined reader (dist/unpack.js): archive on stdin, records on stdout (unpack/records.ts). The keeper starts it with no
 * privileges, no network and no files of its own but this program; it opens nothing. Arguments: FORMAT (`aci` or `layer`), the
 * most bytes of the plain tar, the most entries, and for a merge its pieces (unpack/merge.ts). Exit 0 after SUMMARY or FAIL, 1 when the other side is gone, 2 on bad arguments.
 */
import { createReadStream } from "node:fs";
import { ArchiveError, type ArchiveFault } from "./unpack/archive-error.ts";
import { readMergeArguments } from "./unpack/merge.ts";
import { readMerge } from "./unpack/read-merge.ts";
import { type ReadOptions, readArchive } from "./unpack/reader.ts";
import { RecordWriter } from "./unpack/record-writer.ts";
import { encodeFail, encodeSummary } from "./unpack/records.ts";

const [format, bytes, entries, ...pieces] = process.argv.slice(2);
const maxBytes = Number(bytes);
const maxEntries = Number(entries);
if ((format !== "aci" && format !== "layer") || !Number.isSafeInteger(maxBytes) || !Number.isSafeInteger(maxEntries)) {
  process.stderr.write("usage: unpack aci|layer MAX-BYTES MAX-ENTRIES [MERGE…]\n");
  process.exit(2);
}

process.stdout.on("error", () => process.exit(1));
const out = new RecordWriter(process.stdout);
// By position, so that it can be read twice; it is a regular file.
const open = () => createReadStream("", { fd: 0, start: 0, highWaterMark: 256 * 1024, autoClose: false });
try {
  const options: ReadOptions = { format, maxBytes, maxEntries };
  const merge = pieces.length > 0 ? readMergeArguments(pieces) : null;
  const summary = await (merge ? readMerge(open, options, merge, out) : readArchive(open(), options, out));
  out.put(encodeSummary(summary));
} catch (error) {
  out.put(encodeFail(faultOf(error)));
}
await out.end();
process.exit(0);

function faultOf(error: unknown): ArchiveFault {
  if (error instanceof ArchiveError) return error.fault;
  const why = error instanceof Error ? error.message : String(error);
  return { code: "bad-archive", entry: "the archive", why: `the reader failed: ${why}` };
}
