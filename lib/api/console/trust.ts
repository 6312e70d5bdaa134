/** Trusted keys of a node: list, review, add, mask, remove. Each change answers the list afterwards. */
import {
  type TrustAdd,
  type TrustList,
  type TrustPlace,
  type TrustReview,
  type TrustReviewed,
  trustList,
  trustReviewed,
} from "../../contract/trust.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";
import type { NodeOfCluster } from "./registries.ts";

export function listTrust({ cluster, node }: NodeOfCluster, options?: CallOptions): Promise<TrustList> {
  return call("GET", api.trust(cluster, node), trustList, undefined, options);
}

export function reviewTrust({ cluster, node }: NodeOfCluster, request: TrustReview): Promise<TrustReviewed> {
  return call("POST", api.trustReview(cluster, node), trustReviewed, request);
}

export function addTrust({ cluster, node }: NodeOfCluster, request: TrustAdd): Promise<TrustList> {
  return call("POST", api.trustKeys(cluster, node), trustList, request);
}

export function maskTrust({ cluster, node }: NodeOfCluster, place: TrustPlace): Promise<TrustList> {
  return call("POST", api.trustMasks(cluster, node), trustList, place);
}

export function removeTrust({ cluster, node }: NodeOfCluster, place: TrustPlace): Promise<TrustList> {
  return call("DELETE", api.trustKey(cluster, node, place.fingerprint, place.prefix), trustList);
}
