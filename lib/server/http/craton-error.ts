/** Any error as ours. Next bundles its own copy of the error class, so that `instanceof` tells nothing here. */
import { CratonError, type ErrorCode, errorTable } from "../../contract/errors.ts";

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === "string" && Object.hasOwn(errorTable, code);

export function isCratonError(error: unknown): error is CratonError {
  return (
    error instanceof CratonError ||
    (error instanceof Error && error.name === "CratonError" && "code" in error && isErrorCode(error.code))
  );
}

/** Unknown errors become `internal` without their words: those are for the log. */
export function asCratonError(error: unknown): CratonError {
  if (isCratonError(error)) return error;
  return new CratonError("internal", { why: "the console's log has the details" }, { cause: error });
}
