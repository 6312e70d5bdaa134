/** How the command line fails: one clear line on stderr, every path error below it, exit status 254. */
import { CratonError } from "../../lib/contract/errors.ts";
import { plainText } from "../../lib/format/plain-text.ts";

/** Craton's own failures, as rkt had it; other statuses are those of apps. */
export const failed = 254;

/** Wrong use of the command line: a sentence without a full stop. */
export class UsageError extends Error {}

/** What to tell; path errors are lines of their own. */
export function failureLines(error: unknown): string[] {
  if (error instanceof CratonError) {
    const [first, ...rest] = error.errors;
    const many = rest.length > 0 || (first !== undefined && error.code !== "bad-manifest" && error.code !== "bad-body");
    return [error.message, ...(many ? error.errors : []).map(({ path, message }) => `  ${path}: ${message}`)];
  }
  if (error instanceof Error && "code" in error && typeof error.code === "string" && "path" in error) {
    return [`${String(error.path)}: ${systemReason(error.code) ?? error.message}`];
  }
  return [error instanceof Error ? error.message : String(error)];
}

export function printFailure(error: unknown): void {
  const lines = failureLines(error).map((line) => plainText(line));
  process.stderr.write(`craton: ${lines.join("\n")}\n`);
}

/** What the system's error codes mean; null for the rare ones. */
export function systemReason(code: string): string | null {
  const reasons: Record<string, string> = {
    ENOENT: "no such file or directory",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EISDIR: "is a directory",
    ENOTDIR: "is not a directory",
    EEXIST: "exists already",
    ENOSPC: "no space left",
    ECONNREFUSED: "nothing listens there",
  };
  return reasons[code] ?? null;
}
