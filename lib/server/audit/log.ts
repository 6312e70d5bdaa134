/**
 * The audit log: append-only, hash-chained, synced before anyone is answered. Appends that arrive together share one
 * commit and one head. When it cannot be written the append fails with `audit-failed`, and the caller changes nothing.
 */
import type { AuditEntry } from "../../contract/console.ts";
import { CratonError } from "../../contract/errors.ts";
import { type Database, transaction } from "../store/database.ts";
import { type ChainState, emptyChain, hashEntry, type NewEntry } from "./chain.ts";
import type { AuditHead } from "./head.ts";

type Waiting = { entry: NewEntry; resolve: (entry: AuditEntry) => void; reject: (error: unknown) => void };

export class AuditLog {
  private readonly db: Database;
  private readonly head: AuditHead;
  private state: ChainState;
  private queue: Waiting[] = [];
  private flushing: Promise<void> | null = null;

  constructor(db: Database, head: AuditHead) {
    this.db = db;
    this.head = head;
    const last = db.prepare("select * from audit order by seq desc limit 1").get();
    this.state = last ? { seq: Number(last.seq), hash: String(last.hash) } : emptyChain;
  }

  /** Resolves when the entry is on disk. */
  append(entry: NewEntry): Promise<AuditEntry> {
    return new Promise((resolve, reject) => {
      this.queue.push({ entry, resolve, reject });
      this.flushing ??= this.flush();
    });
  }

  /** Runs while nothing is being appended: database and head agree. */
  async quiet<T>(work: () => T): Promise<T> {
    while (this.flushing) await this.flushing;
    return work();
  }

  /**
   * Once, before the first append: compares with the head. Entries after it are those of a crash between commit and
   * head. A log that is shorter than its head, or has none, was tampered with: that is written into the log for good.
   */
  async recover(): Promise<void> {
    const note = (action: string, details: Record<string, unknown>) =>
      this.append({
        user: "craton",
        role: "",
        address: "",
        action,
        object: "audit-log",
        node: null,
        outcome: action === "audit.recovered" ? "allowed" : "failed",
        details,
        requestId: "",
      });
    let head: ChainState | null;
    try {
      head = this.head.read();
    } catch (error) {
      await note("audit.head-broken", { why: error instanceof Error ? error.message : String(error) });
      return;
    }
    if (head === null) {
      if (this.state.seq > 0) await note("audit.head-missing", { found: this.state.seq });
      return;
    }
    if (head.seq > this.state.seq) {
      const found = this.state.seq;
      // The gap stays in the numbers, so that every later check finds it.
      this.state = { seq: head.seq, hash: head.hash };
      await note("audit.truncated", { expected: head.seq, found });
      return;
    }
    if (head.seq < this.state.seq) await note("audit.recovered", { anchored: head.seq, found: this.state.seq });
  }

  private async flush(): Promise<void> {
    // Let the appends of this turn come together.
    await Promise.resolve();
    while (this.queue.length > 0) {
      const batch = this.queue;
      this.queue = [];
      try {
        const written = await this.write(batch.map(({ entry }) => entry));
        for (const [at, { resolve }] of batch.entries()) resolve(written[at] as AuditEntry);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        for (const { reject } of batch) reject(new CratonError("audit-failed", { why }, { cause }));
      }
    }
    this.flushing = null;
  }

  /** Both or neither: an entry that the head does not cover was never answered for. */
  private async write(entries: NewEntry[]): Promise<AuditEntry[]> {
    const before = this.state;
    const written = this.commit(entries);
    try {
      await this.head.write(this.state);
    } catch (error) {
      this.db.prepare("delete from audit where seq > ?").run(before.seq);
      this.state = before;
      throw error;
    }
    return written;
  }

  private commit(entries: NewEntry[]): AuditEntry[] {
    let state = this.state;
    const written = transaction(this.db, () => {
      const insert = this.db.prepare(
        `insert into audit (seq, time, user, role, address, action, object, node, outcome, details, request_id, previous, hash)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      );
      return entries.map((entry) => {
        const placed = { ...entry, seq: state.seq + 1, time: new Date().toISOString(), previous: state.hash };
        // Through JSON once, so that what is hashed is what a reader will see.
        const details = JSON.stringify(placed.details);
        const plain = { ...placed, details: JSON.parse(details) as Record<string, unknown> };
        const full: AuditEntry = { ...plain, hash: hashEntry(plain) };
        insert.run(
          full.seq,
          full.time,
          full.user,
          full.role,
          full.address,
          full.action,
          full.object,
          full.node,
          full.outcome,
          details,
          full.requestId,
          full.previous,
          full.hash,
        );
        state = { seq: full.seq, hash: full.hash };
        return full;
      });
    });
    this.state = state;
    return written;
  }
}
