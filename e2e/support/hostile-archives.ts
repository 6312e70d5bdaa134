/**
 * A small, vicious alphabet of archive entries: names that climb, hide or are absolute × types × link targets × modes. `prefixes`
 * enumerates every archive of a number of entries that is worth a look: the reader stops at the first entry that it refuses, so
 * what follows one makes no difference.
 */
import { PassThrough } from "node:stream";
import { ArchiveError } from "../../agent/image/unpack/archive-error.ts";
import { readArchive } from "../../agent/image/unpack/reader.ts";
import { RecordWriter } from "../../agent/image/unpack/record-writer.ts";
import { encodeSummary } from "../../agent/image/unpack/records.ts";
import { aciOf, type RawEntry, tarOf } from "../../agent/image/unpack/tar.fixture.ts";

export type Format = "aci" | "layer";

/** `outside` is a folder that no archive may reach, beside the folder of the unpacked tree. */
export function hostileAlphabet(outside: string): RawEntry[] {
  const names = ["a", "a/b", "b", ".wh.a", "a/.wh..wh..opq", "..", "../outside/f", "a/../../outside/f", `${outside}/f`];
  const targets = ["a", "b", "../../outside", "../../outside/f", outside, "/proc/self/root"];
  return names.flatMap((name): RawEntry[] => [
    { name, type: "5", mode: 0o777 },
    { name, type: "5", mode: 0 },
    { name, body: "x", mode: 0o6777 },
    { name, body: "x", mode: 0 },
    { name, type: "3" },
    { name, type: "6" },
    ...targets.flatMap((link): RawEntry[] => [
      { name, type: "2", link },
      { name, type: "1", link },
    ]),
  ]);
}

export function archiveOf(format: Format, entries: RawEntry[]): Buffer {
  const below = (entry: RawEntry): RawEntry => ({
    ...entry,
    name: `rootfs/${entry.name}`,
    link: entry.type === "1" ? `rootfs/${entry.link}` : entry.link,
  });
  return format === "layer" ? tarOf(...entries) : aciOf(...entries.map(below));
}

/** What the reader's code makes of an archive, as records; null when it refuses. It fails by nothing else. */
export async function recordsOf(format: Format, archive: Buffer): Promise<Buffer | null> {
  const out = new PassThrough({ highWaterMark: 2 ** 20 });
  const writer = new RecordWriter(out);
  async function* input() {
    yield archive;
  }
  try {
    writer.put(encodeSummary(await readArchive(input(), { format, maxBytes: 1e6, maxEntries: 100 }, writer)));
  } catch (error) {
    if (error instanceof ArchiveError) return null;
    throw error;
  }
  await writer.end();
  return out.read() as Buffer;
}

/** Records that tell what to make, each once; `seen` counts all archives that were looked at. */
export async function* acceptedArchives(
  format: Format,
  alphabet: RawEntry[],
  length: number,
  seen: { archives: number },
): AsyncGenerator<Buffer> {
  const told = new Set<string>();
  async function* extend(prefix: RawEntry[]): AsyncGenerator<Buffer> {
    for (const entry of alphabet) {
      const entries = [...prefix, entry];
      seen.archives++;
      const records = await recordsOf(format, archiveOf(format, entries));
      if (!records) continue;
      if (entries.length < length) yield* extend(entries);
      const key = records.toString("latin1").replace(/\{"tarDigest.*$/s, "");
      if (entries.length < length || told.has(key)) continue;
      told.add(key);
      yield records;
    }
  }
  yield* extend([]);
}
