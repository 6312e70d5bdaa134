/** One agent: forget it. Its pods run on. */
import { removeAgent } from "@/lib/server/data/agents.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { agentParams } from "@/lib/server/http/params.ts";

export const DELETE = handle({ params: agentParams }, ({ context, actor, params }) =>
  removeAgent(context, actor, params.name),
);
