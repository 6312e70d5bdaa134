/** Reading the audit log. */
import type { AuditEntry } from "../../contract/console.ts";
import type { Database } from "../store/database.ts";
import { entryOf } from "./row.ts";

/** The newest entries first; `before` is the first page's `next`. */
export type AuditFilter = {
  user?: string;
  action?: string;
  outcome?: string;
  text?: string;
  before?: number;
  limit: number;
};

export function readAudit(db: Database, filter: AuditFilter): { entries: AuditEntry[]; next: number | null } {
  const where: string[] = [];
  const values: (string | number)[] = [];
  const equal = (column: string, value: string | number | undefined, how = "=") => {
    if (value === undefined || value === "") return;
    where.push(`${column} ${how} ?`);
    values.push(value);
  };
  equal("user", filter.user);
  equal("outcome", filter.outcome);
  equal("seq", filter.before, "<");
  if (filter.action) {
    where.push("substr(action, 1, length(?)) = ?");
    values.push(filter.action, filter.action);
  }
  if (filter.text) {
    where.push("(instr(lower(object), lower(?)) > 0 or instr(lower(details), lower(?)) > 0 or request_id = ?)");
    values.push(filter.text, filter.text, filter.text);
  }
  const sql = `select * from audit ${where.length > 0 ? `where ${where.join(" and ")}` : ""} order by seq desc limit ?`;
  const rows = db.prepare(sql).all(...values, filter.limit + 1);
  const entries = rows.slice(0, filter.limit).map(entryOf);
  return { entries, next: rows.length > filter.limit ? (entries.at(-1)?.seq ?? null) : null };
}

/** The whole log, oldest first, in pages. */
export function* allAudit(db: Database): Generator<AuditEntry> {
  const select = db.prepare("select * from audit where seq > ? order by seq limit 1000");
  for (let seq = 0; ; ) {
    const rows = select.all(seq);
    if (rows.length === 0) return;
    for (const row of rows) {
      yield entryOf(row);
      seq = Number(row.seq);
    }
  }
}
