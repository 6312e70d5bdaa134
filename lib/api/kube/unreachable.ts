/** Why an API server does not answer, in plain words, from what sockets and TLS report. */
import { CratonError } from "../../contract/errors.ts";

const authority = "its certificate is from another authority than the kubeconfig's";
const words: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  ETIMEDOUT: "it did not answer in time",
  EHOSTUNREACH: "there is no way to the host",
  ENETUNREACH: "there is no way to the network",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet, compare the clocks",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
  SELF_SIGNED_CERT_IN_CHAIN: authority,
  DEPTH_ZERO_SELF_SIGNED_CERT: authority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: authority,
  UNABLE_TO_GET_ISSUER_CERT: authority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: authority,
  CERT_SIGNATURE_FAILURE: authority,
  ERR_SSL_WRONG_VERSION_NUMBER: "it speaks no TLS",
  EPROTO: "it speaks no TLS that is known here",
  Z_DATA_ERROR: "its answer is not compressed as it says",
};

/** `cluster-unreachable` with the reason, unless the error is one of ours already. */
export function unreachable(cluster: string, server: string, error: unknown): CratonError {
  if (error instanceof CratonError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const refused = code.startsWith("ERR_SSL_") && code.includes("ALERT");
  const own = refused ? `it refuses our certificate (${code})` : words[code];
  const why = own ?? (error instanceof Error ? error.message : String(error)).slice(0, 300);
  return new CratonError("cluster-unreachable", { cluster, server, why }, { cause: error });
}
