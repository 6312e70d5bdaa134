/** What a user may do to objects of a kind: the role's table first, then the API server's own answer. */
import { z } from "zod";
import type { KubeConnection } from "../../api/kube/connection.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { ObjectAction, ObjectRights } from "../../contract/kube-object.ts";
import { objectAction } from "../../contract/kube-object.ts";
import { objectCan } from "../../contract/object-can.ts";
import { may, type Verb } from "../../contract/roles.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "./actor.ts";
import { allowRead } from "./guard.ts";

/** The role's verb behind each action. */
export const verbOf: Record<ObjectAction, Verb> = {
  delete: "remove",
  scale: "scale",
  restart: "restart",
  cordon: "cordon",
  uncordon: "cordon",
};

const review = z.looseObject({ status: z.looseObject({ allowed: z.boolean(), reason: z.string().optional() }) });

/** Null in place of a namespace asks for all of them. */
export async function objectRights(
  context: ServerContext,
  actor: Actor,
  ref: { cluster: string; kind: string; namespace: string | null },
): Promise<ObjectRights> {
  await allowRead(context, actor, "get", "object", `${ref.cluster}/${ref.kind}`);
  const cluster = context.clusters.get(ref.cluster);
  const kind = cluster.kind(actor, ref.kind);
  const can = objectCan(kind);
  const connection = cluster.as(actor);
  const namespace = kind.namespaced ? ref.namespace : null;
  const reviews = new Map<string, Promise<string | null>>();
  const decide = async (action: ObjectAction): Promise<string | null> => {
    if (can[action] !== null) return can[action];
    if (context.config.readOnly) return "this console is read-only";
    const no = may(actor.role, verbOf[action], "object");
    if (no !== null) return no;
    const { verb, subresource } = rightOf(action);
    const key = `${verb}/${subresource}`;
    const asked = reviews.get(key) ?? ask(connection, kind, namespace, verb, subresource, actor.signal);
    reviews.set(key, asked);
    return asked;
  };
  const answers = await Promise.all(objectAction.options.map(async (one) => [one, await decide(one)] as const));
  return { rights: Object.fromEntries(answers) as ObjectRights["rights"] };
}

function rightOf(action: ObjectAction): { verb: string; subresource: string } {
  if (action === "delete") return { verb: "delete", subresource: "" };
  return { verb: "patch", subresource: action === "scale" ? "scale" : "" };
}

async function ask(
  connection: KubeConnection,
  kind: KubeKind,
  namespace: string | null,
  verb: string,
  subresource: string,
  signal?: AbortSignal,
): Promise<string | null> {
  const resourceAttributes = { verb, group: kind.group, version: kind.version, resource: kind.resource, subresource };
  const body = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { ...resourceAttributes, ...(namespace === null ? {} : { namespace }) } },
  };
  const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const { status } = review.parse(await connection.json({ method: "POST", path, body, signal }));
  if (status.allowed) return null;
  const what = subresource === "" ? kind.name : `${kind.name}/${subresource}`;
  const where = namespace !== null ? ` in namespace ${namespace}` : kind.namespaced ? " in all namespaces" : "";
  return `the right to ${verb} ${what}${where} is missing${status.reason ? `: ${status.reason}` : ""}`;
}
