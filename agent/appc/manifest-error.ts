import { CratonError, type PathError } from "../../lib/contract/errors.ts";

/** `bad-manifest` with all faults in it; `kind` says whose: `image manifest`, `pod manifest`, `pod`. */
export function manifestError(kind: string, errors: PathError[]): CratonError {
  const [first] = errors;
  return new CratonError(
    "bad-manifest",
    { kind, count: errors.length, path: first?.path, why: first?.message },
    { errors },
  );
}
