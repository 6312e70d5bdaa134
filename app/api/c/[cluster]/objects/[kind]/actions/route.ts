/** Actions on objects of a kind, one or many. */
import { actionRequest } from "@/lib/contract/kube-object.ts";
import { actOnObjects } from "@/lib/server/data/kube-objects-actions.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { kindParams } from "@/lib/server/http/object-params.ts";

export const POST = handle({ params: kindParams, body: actionRequest }, ({ context, actor, params, body }) =>
  actOnObjects(context, actor, params, body),
);
