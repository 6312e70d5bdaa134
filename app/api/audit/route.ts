/** The audit log, filtered, newest first. */
import { getAudit } from "@/lib/server/data/audit.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { auditQuery, fromQuery } from "@/lib/server/http/query.ts";

export const GET = handle({}, ({ context, actor, query }) => getAudit(context, actor, fromQuery(query, auditQuery)));
