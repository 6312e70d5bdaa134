/**
 * Actions on objects of Kubernetes clusters, one or many: the role first, then the API server with the user's own right.
 * Each target is in the audit log before it is touched, and again when it fails.
 */

import { CratonError } from "../../contract/errors.ts";
import type { ActionAnswer, ActionRequest, ObjectTarget } from "../../contract/kube-object.ts";
import { objectCan } from "../../contract/object-can.ts";
import type { ServerContext } from "../context.ts";
import { asCratonError } from "../http/craton-error.ts";
import type { Actor } from "./actor.ts";
import { allow, change, type Deed, refusable } from "./guard.ts";
import { perform } from "./kube-objects-deeds.ts";
import { objectName, objectPath } from "./kube-objects-path.ts";
import { verbOf } from "./kube-objects-rights.ts";

/** How many targets are worked on at a time. */
const atOnce = 8;

/** Goes on when the browser leaves. One target's failure stops none of the others; a refusal of the role stops all. */
export async function actOnObjects(
  context: ServerContext,
  actor: Actor,
  ref: { cluster: string; kind: string },
  request: ActionRequest,
): Promise<ActionAnswer> {
  const { targets, ...asked } = request;
  const deedOn = (object: string, more: Record<string, unknown>): Deed => ({
    verb: verbOf[request.action],
    word: request.action,
    noun: "object",
    object,
    details: { ...asked, ...more },
  });
  const [first] = targets;
  const whole = targets.length === 1 && first ? objectName(ref.cluster, ref.kind, first) : `${ref.cluster}/${ref.kind}`;
  const all = deedOn(whole, targets.length === 1 ? {} : { targets: targets.length });
  await allow(context, actor, all);
  const { kind, connection } = await refusable(context, actor, all, () => {
    const cluster = context.clusters.get(ref.cluster);
    return { kind: cluster.kind(actor, ref.kind), connection: cluster.as(actor) };
  });
  const cannot = objectCan(kind)[request.action];
  if (cannot !== null) throw new CratonError("unsupported", { what: `${request.action} of ${kind.name}`, why: cannot });
  const work = async (target: ObjectTarget): Promise<ActionAnswer["results"][number]> => {
    const { namespace, name, uid } = target;
    try {
      objectPath(kind, target);
      const deed = deedOn(objectName(ref.cluster, ref.kind, target), uid === undefined ? {} : { uid });
      await change(context, actor, deed, () => perform({ connection, kind, target }, request, new Date()));
      return { namespace, name, error: null };
    } catch (thrown) {
      const error = asCratonError(thrown);
      if (error.code === "internal")
        context.log.error("an action failed", thrown, {
          requestId: actor.requestId,
          cluster: ref.cluster,
          object: name,
        });
      return { namespace, name, error: { code: error.code, message: error.message } };
    }
  };
  return { results: await inOrder(targets, work) };
}

/** The results in the order of the items, a few at a time. */
async function inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
