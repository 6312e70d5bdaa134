/** Why an agent does not answer, in plain words, from what sockets and TLS report. */
import { CratonError } from "../../contract/errors.ts";

const words: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  ETIMEDOUT: "the connection timed out",
  EHOSTUNREACH: "there is no way to the host",
  ENETUNREACH: "there is no way to the network",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet, compare the clocks",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another node",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is from another authority",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is from another authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is from another authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is from another authority",
  CERT_SIGNATURE_FAILURE: "its certificate is from another authority",
  EPROTO: "it speaks no TLS 1.3",
  ERR_SSL_WRONG_VERSION_NUMBER: "it speaks no TLS",
};

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = words[code];
  if (known !== undefined) return known;
  if (code.startsWith("ERR_SSL_") && code.includes("ALERT")) return `it refuses our certificate (${code})`;
  return error instanceof Error ? error.message : String(error);
}

/**
 * A server that refuses a client's certificate says so after TLS 1.3 has already begun, and the word is often lost with
 * the connection.
 */
const silentEnd = "it closed the connection without a word; perhaps it does not take our certificate";

/**
 * `agent-unreachable` with the reason, unless the error is one of ours already. `fresh`: on a connection that was made and
 * has not carried an answer yet.
 */
export function unreachable(node: string, address: string, error: unknown, fresh = false): CratonError {
  if (error instanceof CratonError) return error;
  const why = reason(error);
  const facts = { node, why: fresh && why === words.ECONNRESET ? silentEnd : why, address };
  return new CratonError("agent-unreachable", facts, { cause: error });
}
