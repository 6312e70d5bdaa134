/**
 * Unpacking without a keeper, for the fake host: the same reader with the same refusals, in this process, writing what an
 * ordinary user can write. Never used on a host that runs anything.
 */
import { createReadStream } from "node:fs";
import { CratonError } from "../../../lib/contract/errors.ts";
import { diskError } from "../../disk.ts";
import type { UnpackResult, UnpackSpec } from "../../host/host.ts";
import { ArchiveError } from "./archive-error.ts";
import { PlainWriter } from "./plain-writer.ts";
import { readMerge } from "./read-merge.ts";
import { readArchive } from "./reader.ts";

export async function unpackInProcess(spec: UnpackSpec): Promise<UnpackResult> {
  const writer = new PlainWriter(spec.target, spec.onProgress ?? (() => undefined));
  const open = () => createReadStream(spec.blob, { highWaterMark: 256 * 1024 });
  try {
    const { format, maxBytes, maxEntries, merge } = spec;
    const options = { format, maxBytes, maxEntries };
    const result = await (merge ? readMerge(open, options, merge, writer) : readArchive(open(), options, writer));
    writer.finish();
    return result;
  } catch (error) {
    writer.abort();
    if (!(error instanceof ArchiveError)) throw diskError(error, spec.target, "unpacked");
    const { code, entry, why, limit } = error.fault;
    if (code === "too-large") throw new CratonError("too-large", { what: entry, limit }, { cause: error });
    throw new CratonError("bad-archive", { entry, why }, { cause: error });
  }
}
