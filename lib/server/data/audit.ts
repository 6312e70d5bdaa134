/** Reading the audit log (administrators and auditors). */
import type { AuditPage } from "../../contract/console.ts";
import type { AuditFilter } from "../audit/query.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "./actor.ts";
import { allowRead } from "./guard.ts";

export async function getAudit(context: ServerContext, actor: Actor, filter: AuditFilter): Promise<AuditPage> {
  await allowRead(context, actor, "list", "audit");
  const verified = await context.audit.verified();
  return { ...context.audit.read(filter), verified };
}
