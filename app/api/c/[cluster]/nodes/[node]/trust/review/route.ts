/** Shows keys before one of them is trusted. */
import { trustReview } from "@/lib/contract/trust.ts";
import { reviewTrust } from "@/lib/server/data/trust.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const POST = handle({ params: nodeParams, body: trustReview }, ({ context, actor, params, body }) =>
  reviewTrust(context, actor, params, body),
);
