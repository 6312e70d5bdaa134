/**
 * Which image a text means: an ID, a unique beginning of one (`sha512-…`, or bare hex of at least 8 digits), the source that it
 * was fetched from, or `name[:version][,label=value]`. Of several with one name and version the newest counts, since a tag moves on.
 */
import { CratonError } from "../../lib/contract/errors.ts";
import { parseApp } from "./discovery/app-string.ts";
import { mismatch } from "./discovery/matches.ts";
import type { ImageRecord } from "./store/record.ts";
import { manifestOf, versionOf } from "./view.ts";

export function findImage(records: ReadonlyMap<string, ImageRecord>, ref: string): ImageRecord {
  const exact = records.get(ref);
  if (exact) return exact;
  const all = [...records.values()];
  const start = /^(?:sha512-)?([0-9a-f]{8,128})$/.exec(ref)?.[1];
  if (start !== undefined) {
    const matches = all.filter(({ id }) => id.startsWith(`sha512-${start}`));
    if (matches.length > 1) throw ambiguous(ref, matches.length);
    if (matches[0]) return matches[0];
  }
  const bySource = newest(all.filter(({ source }) => source === ref || source === `docker://${ref}`));
  return bySource ?? (ref.includes(",") ? byLabels(all, ref) : byName(all, ref));
}

/** `name[:version],label=value`: the newest that has all of them. */
function byLabels(all: ImageRecord[], ref: string): ImageRecord {
  const app = parseApp(ref.replace(/^discover:/, ""));
  const found = newest(all.filter((record) => mismatch(manifestOf(record), app) === null));
  if (found) return found;
  throw new CratonError("image-not-found", { image: ref });
}

function byName(all: ImageRecord[], ref: string): ImageRecord {
  const colon = ref.lastIndexOf(":");
  const [name, version] = colon > ref.lastIndexOf("/") ? [ref.slice(0, colon), ref.slice(colon + 1)] : [ref, undefined];
  const named = all.filter((record) => manifestOf(record).name === name);
  const wanted = version === undefined ? named : named.filter((record) => versionOf(record) === version);
  const versions = new Set(wanted.map(versionOf));
  const pool = versions.size > 1 ? wanted.filter((record) => versionOf(record) === "latest") : wanted;
  const found = newest(pool);
  if (found) return found;
  if (versions.size > 1) throw ambiguous(ref, wanted.length);
  throw new CratonError("image-not-found", { image: ref });
}

function newest(records: ImageRecord[]): ImageRecord | undefined {
  return records.reduce<ImageRecord | undefined>(
    (best, record) => (best && best.importedAt > record.importedAt ? best : record),
    undefined,
  );
}

function ambiguous(ref: string, count: number): CratonError {
  return new CratonError("ambiguous-id", { value: ref, count, what: "image" });
}
