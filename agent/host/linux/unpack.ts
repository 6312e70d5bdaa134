/**
 * Unpacking on a Linux host: the keeper runs the confined reader (dist/unpack.js, beside this bundle) and its own confined
 * writer. The reader's last record is JSON; its shape is agent/image/unpack/records.ts's, checked here because it comes from a
 * process that decoded hostile bytes.
 */
import { join } from "node:path";
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { UnpackResult, UnpackSpec } from "../host.ts";
import type { Keeper } from "../keeper/client.ts";
import { keeperFailed, ReaderFailure } from "../keeper/errors.ts";
import { mergeArguments } from "./merge-arguments.ts";

const count = z.number().int().min(0);
const path = z.string().min(1).max(4095);
const marks = z.object({
  root: z.boolean(),
  opaque: z.array(path),
  hiding: z.array(path),
  borrowed: z.array(z.object({ path, target: path })).default([]),
  xattrs: z.array(z.object({ path, name: z.string().min(1).max(255), value: z.base64() })),
});
const summary = z.object({
  tarDigest: z.string().regex(/^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/),
  tarBytes: count,
  entries: count,
  implied: count,
  manifest: z.string().nullable(),
  marks: marks.nullable(),
});
const fail = z.object({
  code: z.enum(["bad-archive", "too-large"]),
  entry: z.string(),
  why: z.string(),
  limit: z.number().optional(),
});

/** From source in tests and development, from dist/ in a build. */
const program = import.meta.url.endsWith(".ts")
  ? join(import.meta.dirname, "../../image/unpack-main.ts")
  : join(import.meta.dirname, "unpack.js");

/** Several may run at once, and little of what they hold lives long. */
const lean = ["--max-semi-space-size=2"];

/** Rejects with `bad-archive`, `too-large`, `no-space`, `host-failed`, or the signal's reason. */
export async function unpackBy(keeper: Keeper, spec: UnpackSpec): Promise<UnpackResult> {
  const { blob, target, format, maxBytes, maxEntries, merge, onProgress, signal } = spec;
  const pieces = merge ? mergeArguments(merge) : [];
  if (!pieces) throw new CratonError("bad-archive", { entry: "manifest", why: "its pathWhitelist is too long" });
  try {
    const done = await keeper.unpack({
      blob,
      target,
      reader: [process.execPath, ...lean, program, format, String(maxBytes), String(maxEntries), ...pieces],
      duplicates: merge ? "merge" : format === "aci" ? "refuse" : "replace",
      maxBytes,
      // The writer also counts folders that the archive left out and whiteouts; the reader's own limit is the exact one.
      maxEntries: maxEntries * 2,
      onProgress,
      signal,
    });
    const parsed = summary.safeParse(jsonOf(done.summary));
    if (!parsed.success) throw keeperFailed(`unpack ${blob}`, "the reader's summary does not fit");
    return { ...parsed.data, treeBytes: done.bytes };
  } catch (error) {
    if (error instanceof ReaderFailure) throw refusal(error);
    throw error;
  }
}

function refusal(error: ReaderFailure): CratonError {
  const parsed = fail.safeParse(jsonOf(error.payload));
  if (!parsed.success) return error;
  const { code, entry, why, limit } = parsed.data;
  if (code === "too-large") return new CratonError("too-large", { what: entry, limit }, { cause: error });
  return new CratonError("bad-archive", { entry, why }, { cause: error });
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}
