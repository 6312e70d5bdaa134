/** One object of a Kubernetes cluster, as its reader may see it. */

import { CratonError } from "../../contract/errors.ts";
import type { ObjectDetail } from "../../contract/kube-object.ts";
import { kubeObject } from "../../contract/kube-object.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "./actor.ts";
import { allow, refusable } from "./guard.ts";
import { ownersOf } from "./kube-objects-owners.ts";
import { objectName, objectPath } from "./kube-objects-path.ts";
import { presentable } from "./kube-objects-redact.ts";
import { objectYaml } from "./kube-objects-yaml.ts";

export type ObjectRef = { cluster: string; kind: string; namespace: string | null; name: string };

/** etcd keeps 1.5 MiB at most; what an aggregated API serves may be longer, and is refused (`too-large`). */
const limit = 4 * 1024 * 1024;

/** Read with the user's own right. Never a subresource: the path is made of the kind and the name alone. */
export async function getObject(context: ServerContext, actor: Actor, ref: ObjectRef): Promise<ObjectDetail> {
  const deed = { verb: "get", noun: "object", object: objectName(ref.cluster, ref.kind, ref), read: true } as const;
  await allow(context, actor, deed);
  const cluster = context.clusters.get(ref.cluster);
  const kind = cluster.kind(actor, ref.kind);
  const path = objectPath(kind, ref);
  if (!kind.verbs.includes("get"))
    throw new CratonError("unsupported", { what: `reading one of ${kind.name}`, why: "its API has no get" });
  const connection = cluster.as(actor);
  const ask = () => connection.json({ path, signal: actor.signal }, limit);
  const raw = kubeObject.safeParse(await refusable(context, actor, deed, ask));
  if (!raw.success)
    throw new CratonError("kube-failed", { cluster: ref.cluster, why: `its ${kind.name} ${ref.name} has no metadata` });
  const isSecret = kind.group === "" && kind.resource === "secrets";
  const object = presentable(raw.data, isSecret);
  const owners = await ownersOf(connection, cluster.kinds(actor), object, actor.signal);
  return { kind, object, yaml: objectYaml(object), owners };
}
