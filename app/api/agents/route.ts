/** The agents that the console knows. */
import { agentCreate } from "@/lib/contract/console.ts";
import { addAgent, listAgents } from "@/lib/server/data/agents.ts";
import { handle } from "@/lib/server/http/handle.ts";

export const GET = handle({}, ({ context, actor }) => listAgents(context, actor));

export const POST = handle({ body: agentCreate }, ({ context, actor, body }) => addAgent(context, actor, body));
