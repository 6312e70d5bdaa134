/** Kinds of a Kubernetes cluster that the user may list somewhere. */
import { type KubeKind, kubeKinds } from "../../contract/kube-kind.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

/** `unavailable` while the cluster has told none, `not-found` for an unknown cluster. */
export async function listKinds(cluster: string, options?: CallOptions): Promise<KubeKind[]> {
  return (await call("GET", api.kinds(cluster), kubeKinds, undefined, options)).kinds;
}
