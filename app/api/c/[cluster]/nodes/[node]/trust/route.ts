/** Keys that a node trusts. */
import { listTrust } from "@/lib/server/data/trust.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: nodeParams }, ({ context, actor, params }) => listTrust(context, actor, params));
