/** Kept events of a node. */
import { listEvents } from "@/lib/server/data/events.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";
import { eventQuery, fromQuery } from "@/lib/server/http/query.ts";

export const GET = handle({ params: nodeParams }, ({ context, actor, params, query }) =>
  listEvents(context, actor, params, fromQuery(query, eventQuery)),
);
