/**
 * Paths of the Kubernetes API, built from their parts and from nothing else: a name can never reach a subresource, another
 * object or another server. Pure.
 */
import { CratonError } from "../../contract/errors.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";

type Typed = Pick<KubeKind, "name" | "group" | "version" | "resource" | "namespaced">;
export type ObjectPlace = { namespace: string | null; name: string };

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const group = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const word = /^[a-z0-9]([a-z0-9-]{0,251}[a-z0-9])?$/;
/** What the API server takes as a segment: neither `/` nor `%`; controls never stand in a name. */
const segment = /^[^/%\p{C}]{1,253}$/u;

/** `/apis/apps/v1/namespaces/default/deployments/web`; `bad-name` for parts that cannot be. */
export function objectPath(kind: Typed, place: ObjectPlace): string {
  const { name } = place;
  if (!segment.test(name) || name === "." || name === "..")
    throw new CratonError("bad-name", { value: name.slice(0, 253), what: "name", why: "no object can have it" });
  return `${collectionPath(kind, place.namespace)}/${encodeURIComponent(name)}`;
}

/** Only subresources that the data layer names itself. */
export function scalePath(kind: Typed, place: ObjectPlace): string {
  return `${objectPath(kind, place)}/scale`;
}

function collectionPath(kind: Typed, namespace: string | null): string {
  if (kind.resource === "")
    throw new CratonError("unsupported", { what: `one object of ${kind.name}`, why: "it is a list of several kinds" });
  if (!word.test(kind.resource) || !word.test(kind.version) || !(kind.group === "" || group.test(kind.group)))
    throw new CratonError("bad-name", { value: kind.name, what: "kind", why: "its discovery cannot be a path" });
  const root = kind.group === "" ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  if (!kind.namespaced) {
    if (namespace === null) return `${root}/${kind.resource}`;
    throw new CratonError("bad-name", { value: namespace, what: "namespace", why: `${kind.name} have none` });
  }
  if (namespace === null || !label.test(namespace))
    throw new CratonError("bad-name", {
      value: namespace?.slice(0, 63) ?? "none",
      what: "namespace",
      why: namespace === null ? `${kind.name} stand in one` : "no namespace can have it",
    });
  return `${root}/namespaces/${namespace}/${kind.resource}`;
}

/** As the audit log names it: `local/deployments.apps/default/web`. */
export function objectName(cluster: string, kind: string, { namespace, name }: ObjectPlace): string {
  return [cluster, kind, ...(namespace === null ? [] : [namespace]), name].join("/");
}
