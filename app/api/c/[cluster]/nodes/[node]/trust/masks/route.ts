/** Takes trust away from a key of the system folder. */
import { trustPlace } from "@/lib/contract/trust.ts";
import { maskTrust } from "@/lib/server/data/trust.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const POST = handle({ params: nodeParams, body: trustPlace }, ({ context, actor, params, body }) =>
  maskTrust(context, actor, params, body),
);
