/** Namespaces that the user may choose from. */
import { type NamespaceList, namespaceList } from "../../contract/kube-search.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

export function listNamespaces(cluster: string, options?: CallOptions): Promise<NamespaceList> {
  return call("GET", api.namespaces(cluster), namespaceList, undefined, options);
}
