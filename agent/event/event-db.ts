/**
 * The table behind the event log: one row an event, with the object as it was after the change. `seq` is
 * AUTOINCREMENT, so that a number is never given twice, also when its row has been trimmed away.
 */
import { chmodSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { CratonError } from "../../lib/contract/errors.ts";
import type { EventRecord } from "../../lib/contract/event.ts";
import type { EventObject, NewEvent } from "./service.ts";

export type StoredEvent = { event: EventRecord; object: EventObject };
/** `version` of the object, null when it has none, -1 when the object was gone. */
export type Row = NewEvent & { time: string; object: string; version: number | null };

/** What each format adds to the one before; the number of entries is the format (PRAGMA user_version). */
const migrations = [
  `CREATE TABLE events (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, level TEXT NOT NULL, reason TEXT NOT NULL,
     message TEXT NOT NULL, noun TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, app TEXT, user TEXT,
     object TEXT NOT NULL, version INTEGER
   ) STRICT;
   CREATE INDEX events_by_object ON events (noun, id, seq);`,
];

export class EventDb {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #after: StatementSync;
  readonly #trim: StatementSync;
  readonly #bounds: StatementSync;
  readonly #latest: StatementSync;
  readonly #latestOf: StatementSync;

  private constructor(db: DatabaseSync) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO events (time, level, reason, message, noun, id, name, app, user, object, version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#after = db.prepare("SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?");
    this.#trim = db.prepare("DELETE FROM events WHERE seq <= ?");
    this.#bounds = db.prepare(
      `SELECT (SELECT min(seq) FROM events) AS oldest, (SELECT seq FROM sqlite_sequence WHERE name = 'events') AS last`,
    );
    this.#latest = db.prepare(
      "SELECT id, version FROM events WHERE seq IN (SELECT max(seq) FROM events WHERE noun = ? GROUP BY id)",
    );
    this.#latestOf = db.prepare("SELECT version FROM events WHERE noun = ? AND id = ? ORDER BY seq DESC LIMIT 1");
  }

  /**
   * Opens or makes the file. A file that is no intact database is set aside as `<path>.broken-<ms>`, and numbers go on from the
   * clock, which is far above any that were given. Errors: `state-newer`, `no-space`, `disk-failed`.
   */
  static open(path: string, now: () => number): { db: EventDb; setAside: string | null } {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      return { db: new EventDb(openFile(path)), setAside: null };
    } catch (cause) {
      if (!isCorrupt(cause)) throw dbError(cause, path);
      const aside = `${path}.broken-${now()}`;
      for (const suffix of ["", "-wal", "-shm"])
        if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
      const file = openFile(path);
      file.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)").run(now());
      return { db: new EventDb(file), setAside: aside };
    }
  }

  insert(row: Row): number {
    const { time, level, reason, message, noun, id, name, app, user, object, version } = row;
    const made = this.#insert.run(time, level, reason, message, noun, id, name, app, user, object, version);
    return Number(made.lastInsertRowid);
  }
  after(seq: number, limit: number): StoredEvent[] {
    return this.#after.all(seq, limit).map((row) => {
      const { object, version: _, ...event } = row as unknown as Row & { seq: number };
      return { event: { ...event }, object: JSON.parse(object) as EventObject };
    });
  }
  trim(upTo: number): void {
    this.#trim.run(upTo);
  }
  /** `oldest` is `last + 1` when no event is kept. */
  bounds(): { oldest: number; last: number } {
    const { oldest, last } = this.#bounds.get() as { oldest: number | null; last: number | null };
    return { last: last ?? 0, oldest: oldest ?? (last ?? 0) + 1 };
  }
  latest(noun: string): Map<string, number | null> {
    const rows = this.#latest.all(noun) as { id: string; version: number | null }[];
    return new Map(rows.map(({ id, version }) => [id, version === -1 ? null : (version ?? 0)]));
  }
  latestOf(noun: string, id: string): number | null | undefined {
    const row = this.#latestOf.get(noun, id) as { version: number | null } | undefined;
    return row && (row.version === -1 ? null : (row.version ?? 0));
  }
  close(): void {
    this.#db.close();
  }
}

function openFile(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5000 });
  try {
    chmodSync(path, 0o600);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 4194304");
    const { user_version: format } = db.prepare("PRAGMA user_version").get() as { user_version: number };
    if (format > migrations.length)
      throw new CratonError("state-newer", { path, got: format, known: migrations.length });
    migrations.slice(format).forEach((sql, i) => {
      db.exec(`BEGIN; ${sql} PRAGMA user_version = ${format + i + 1}; COMMIT;`);
    });
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const sqlite = { ioerr: 10, corrupt: 11, full: 13, notadb: 26 };
const primaryCode = (error: unknown) => ((error as { errcode?: number }).errcode ?? 0) & 0xff;

function isCorrupt(error: unknown): boolean {
  return [sqlite.corrupt, sqlite.notadb].includes(primaryCode(error));
}

/** SQLite's error as one of ours. */
export function dbError(cause: unknown, path: string): Error {
  if (cause instanceof CratonError) return cause;
  if (primaryCode(cause) === sqlite.full) return new CratonError("no-space", { path }, { cause });
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CratonError("disk-failed", { path, verb: "used", why }, { cause });
}
