/** Whether something thrown is an error of ours with one of these codes. */
import type { CratonError, ErrorCode } from "../../contract/errors.ts";

export function isErrorOf(error: unknown, ...codes: ErrorCode[]): error is CratonError {
  return (
    error instanceof Error &&
    error.name === "CratonError" &&
    "code" in error &&
    codes.some((code) => code === error.code)
  );
}
