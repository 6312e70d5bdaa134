/** Any error as ours. Next bundles its own copy of the error class, so that `instanceof` tells nothing here. */
import { CratonError, errorTable } from "../../contract/errors.ts";

export function isCratonError(error: unknown): error is CratonError {
  return (
    error instanceof CratonError ||
    (error instanceof Error &&
      error.name === "CratonError" &&
      "code" in error &&
      typeof error.code === "string" &&
      Object.hasOwn(errorTable, error.code))
  );
}

/** Unknown errors become `internal` without their words: those are for the log. */
export function asCratonError(error: unknown): CratonError {
  if (isCratonError(error)) return error;
  return new CratonError("internal", { why: "the console's log has the details" }, { cause: error });
}
