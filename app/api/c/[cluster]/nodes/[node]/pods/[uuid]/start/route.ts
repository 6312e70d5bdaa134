/** Starts a prepared pod. */
import { startPod } from "@/lib/server/data/pods.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { podParams } from "@/lib/server/http/params.ts";

export const POST = handle({ params: podParams }, ({ context, actor, params }) => startPod(context, actor, params));
