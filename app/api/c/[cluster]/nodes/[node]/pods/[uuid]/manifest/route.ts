/** A pod's appc manifest. */
import { getPodManifest } from "@/lib/server/data/pods.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { podParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: podParams }, ({ context, actor, params }) =>
  getPodManifest(context, actor, params),
);
