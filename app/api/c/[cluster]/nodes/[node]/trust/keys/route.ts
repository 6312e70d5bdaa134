/** Trusts a key that was reviewed. */
import { trustAdd } from "@/lib/contract/trust.ts";
import { addTrust } from "@/lib/server/data/trust.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";

export const POST = handle({ params: nodeParams, body: trustAdd }, ({ context, actor, params, body }) =>
  addTrust(context, actor, params, body),
);
