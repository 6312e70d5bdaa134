/** Objects of Kubernetes clusters: read one, ask what may be done, do it. */
import {
  type ActionAnswer,
  type ActionRequest,
  actionAnswer,
  type ObjectDetail,
  type ObjectRights,
  objectDetail,
  objectRights,
} from "../../contract/kube-object.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

/** `namespace` is null for kinds without. */
export type ObjectRef = { cluster: string; kind: string; namespace: string | null; name: string };

export function getObject(ref: ObjectRef, options?: CallOptions): Promise<ObjectDetail> {
  return call("GET", api.object(ref.cluster, ref.kind, ref.namespace, ref.name), objectDetail, undefined, options);
}

/** In one namespace, or everywhere (null). */
export async function getObjectRights(
  cluster: string,
  kind: string,
  namespace: string | null,
  options?: CallOptions,
): Promise<ObjectRights["rights"]> {
  const answer = await call("GET", api.objectRights(cluster, kind, namespace), objectRights, undefined, options);
  return answer.rights;
}

/** Resolves when every target was tried; the results tell which failed. */
export function actOnObjects(
  cluster: string,
  kind: string,
  request: ActionRequest,
  options?: CallOptions,
): Promise<ActionAnswer> {
  return call("POST", api.objectActions(cluster, kind), actionAnswer, request, options);
}
