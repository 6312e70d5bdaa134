/** Checks the whole chain against the head: finds an edit, a deletion, a cut-off end. */
import { setImmediate as breathe } from "node:timers/promises";
import type { AuditEntry, AuditPage } from "../../contract/console.ts";
import type { Database } from "../store/database.ts";
import { emptyChain, faultOf } from "./chain.ts";
import type { AuditHead } from "./head.ts";
import type { AuditLog } from "./log.ts";
import { entryOf } from "./row.ts";

export type Verified = AuditPage["verified"];

/** Entries that change how far the log can be trusted although the chain is whole. */
const alarms = ["audit.head-missing", "audit.head-broken", "audit.truncated"];
const chunk = 2_000;

/** Reads in pieces, so that the server answers others in between; appends meanwhile are not counted. */
export async function verifyAudit(db: Database, log: AuditLog, head: AuditHead): Promise<Verified> {
  const told = await log.quiet(() => {
    const last = db.prepare("select max(seq) as seq from audit").get();
    try {
      return { head: head.read(), seq: Number(last?.seq ?? 0), why: null };
    } catch (error) {
      return { head: null, seq: 0, why: error instanceof Error ? error.message : String(error) };
    }
  });
  const bad = (why: string, entries: number): Verified => ({ ok: false, entries, why });
  if (told.why !== null) return bad(told.why, 0);
  let state = emptyChain;
  let alarm: AuditEntry | null = null;
  const select = db.prepare("select * from audit where seq > ? order by seq limit ?");
  while (state.seq < told.seq) {
    const rows = select.all(state.seq, chunk);
    if (rows.length === 0) return bad(`entry ${state.seq + 1} is missing`, state.seq);
    for (const row of rows) {
      const entry = entryOf(row);
      const fault = faultOf(state, entry);
      if (fault !== null) return bad(fault, state.seq);
      if (alarms.includes(entry.action)) alarm ??= entry;
      state = { seq: entry.seq, hash: entry.hash };
      if (told.head && state.seq === told.head.seq && state.hash !== told.head.hash) {
        return bad(`entry ${state.seq} is not the one that the head names`, state.seq);
      }
    }
    await breathe();
  }
  if (told.head === null)
    return told.seq === 0 ? { ok: true, entries: 0, why: null } : bad("the head is missing", told.seq);
  if (told.head.seq > told.seq) return bad(`entries ${told.seq + 1} to ${told.head.seq} were cut off`, told.seq);
  if (told.head.seq < told.seq) return bad(`entries after ${told.head.seq} are not covered by the head`, told.seq);
  if (alarm) return bad(`entry ${alarm.seq} records ${alarm.action}`, told.seq);
  return { ok: true, entries: told.seq, why: null };
}

/** The last result, at most `maxAgeMs` old: for the audit page, which many may have open. */
export class CachedVerify {
  private last: { at: number; result: Promise<Verified> } | null = null;
  private readonly run: () => Promise<Verified>;
  private readonly maxAgeMs: number;
  constructor(run: () => Promise<Verified>, maxAgeMs: number) {
    this.run = run;
    this.maxAgeMs = maxAgeMs;
  }
  get(): Promise<Verified> {
    if (this.last === null || Date.now() - this.last.at > this.maxAgeMs) {
      this.last = { at: Date.now(), result: this.run() };
    }
    return this.last.result;
  }
}
