/** A row of the audit table as an entry. */
import type { AuditEntry } from "../../contract/console.ts";

/** Details that no longer parse (somebody edited them) become a text, so that the check fails there and nowhere else. */
export function entryOf(row: Record<string, unknown>): AuditEntry {
  return {
    seq: Number(row.seq),
    time: String(row.time),
    user: String(row.user),
    role: String(row.role),
    address: String(row.address),
    action: String(row.action),
    object: String(row.object),
    node: row.node === null ? null : String(row.node),
    outcome: row.outcome as AuditEntry["outcome"],
    details: details(String(row.details)),
    requestId: String(row.request_id),
    previous: String(row.previous),
    hash: String(row.hash),
  };
}

function details(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // shown as it is
  }
  return { unreadable: text };
}
