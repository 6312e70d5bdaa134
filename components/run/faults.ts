/** Where in the form a refusal belongs: path errors of the server's answer, by step and by field. Pure. */
import type { PathError } from "@/lib/contract/errors.ts";

export type StepId = "image" | "apps" | "resources" | "review";

/** The path errors that an error body carries; empty when it has none. */
export function pathErrors(error: unknown): PathError[] {
  const body = typeof error === "object" && error !== null && "body" in error ? error.body : null;
  const details = typeof body === "object" && body !== null && "details" in body ? body.details : null;
  const errors = typeof details === "object" && details !== null && "errors" in details ? details.errors : null;
  if (!Array.isArray(errors)) return [];
  return errors.filter((one): one is PathError => typeof one?.path === "string" && typeof one?.message === "string");
}

/** The step that a path's field stands in. */
export function stepOf(path: string): StepId {
  if (/^\$?\.?(ports|volumes|net)\b/.test(path)) return "resources";
  if (/\.(mounts|cpu|memory|isolators)\b/.test(path)) return "resources";
  if (/\.image\b/.test(path)) return "image";
  if (/^\$?\.?apps\b/.test(path)) return "apps";
  return "review";
}

/** The message for one field, by its path without the leading `$.`: `apps[0].exec`; errors below it count. */
export function faultAt(errors: readonly PathError[], field: string): string | null {
  const wanted = `$.${field}`;
  const found = errors.find(({ path }) => {
    const full = path.startsWith("$") ? path : `$.${path}`;
    return full === wanted || full.startsWith(`${wanted}.`) || full.startsWith(`${wanted}[`);
  });
  return found?.message ?? null;
}
