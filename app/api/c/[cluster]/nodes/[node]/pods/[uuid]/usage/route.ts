/** CPU and memory of a pod and its apps now. */
import { getPodUsage } from "@/lib/server/data/pods.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { podParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: podParams }, ({ context, actor, params }) => getPodUsage(context, actor, params));
