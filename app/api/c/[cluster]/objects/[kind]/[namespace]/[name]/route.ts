/** One object of a Kubernetes cluster. */
import { getObject } from "@/lib/server/data/kube-objects.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { objectParams } from "@/lib/server/http/object-params.ts";

export const GET = handle({ params: objectParams }, ({ context, actor, params }) => getObject(context, actor, params));
