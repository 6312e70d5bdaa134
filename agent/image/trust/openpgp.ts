/** The OpenPGP library, loaded when the first signature, key or encrypted image comes, and what we accept from it. */
import type { PartialConfig } from "openpgp";

let loaded: Promise<typeof import("openpgp")> | undefined;

export function openpgp(): Promise<typeof import("openpgp")> {
  loaded ??= import("openpgp");
  return loaded;
}

/**
 * The library's own limits are ours: no MD5, no SHA-1 over data, RSA from 2048 bits, no DSA. One is looser: a key whose validity was
 * prolonged has newer signatures on itself than the image has; it counts when it is valid today, which is asked of each key anyway.
 */
export const policy: PartialConfig = {
  allowInsecureVerificationWithReformattedKeys: true,
  showVersion: false,
  showComment: false,
};
