/** Every failure that leaves the host is a CratonError: those of files and sockets are named here. */
import { CratonError } from "../../../lib/contract/errors.ts";

/** `command`: what was being done, for errors that do not say it themselves. */
export async function atBorder<T>(command: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw named(command, error);
  }
}

export function named(command: string, error: unknown): CratonError {
  if (error instanceof CratonError) return error;
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    // A write that finds the disk full does not say where, unlike an open.
    return new CratonError("no-space", { path: path ?? command }, { cause: error });
  }
  return new CratonError("host-failed", { command, why: message ?? String(error), errno: code }, { cause: error });
}
