/** The options of an image that is written, shared by `build` and `patch-manifest`. */
import fs from "node:fs";
import type { AciCompression } from "../../agent/image/build-aci.ts";
import { UsageError } from "./failure.ts";

export const outputTable = {
  overwrite: { type: "boolean" },
  compression: { type: "string" },
  "no-compression": { type: "boolean" },
} as const;
type OutputFlags = { compression?: string; "no-compression"?: boolean };

export function compressionOf(flags: OutputFlags): AciCompression {
  const { compression } = flags;
  if (flags["no-compression"]) {
    if (compression !== undefined && compression !== "none")
      throw new UsageError("--compression and --no-compression exclude each other");
    return "none";
  }
  if (compression === undefined || compression === "gzip") return "gzip";
  if (compression === "xz" || compression === "none") return compression;
  throw new UsageError(`--compression is gzip, xz or none, not ${compression}`);
}

/** What speaks against a file of this name, or null (appc B1). */
export function nameFault(out: string, overwrite: boolean | undefined): string | null {
  if (!out.endsWith(".aci")) return `${out} must end in .aci`;
  return !overwrite && fs.existsSync(out) ? `${out} exists already; --overwrite replaces it` : null;
}

/** SOURCE_DATE_EPOCH (reproducible-builds.org): seconds since 1970 that no entry is younger than; undefined when it is not set. */
export function sourceDate(): number | undefined {
  const text = process.env.SOURCE_DATE_EPOCH;
  if (text === undefined || text === "") return undefined;
  if (!/^\d{1,11}$/.test(text)) throw new UsageError(`SOURCE_DATE_EPOCH is a number of seconds, not ${text}`);
  return Number(text);
}
