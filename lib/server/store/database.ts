/** console.db: users, sessions (hashes only) and the audit log. node:sqlite, write-ahead log, synced on each commit. */
import fs from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { CratonError } from "../../contract/errors.ts";
import { migrations } from "./migrations.ts";

export type Database = DatabaseSync;

/** Opens or makes it and brings it up to date; `state-newer` when a later version wrote it. */
export function openDatabase(file: string): Database {
  // The file holds password hashes: it must never be readable in between.
  fs.closeSync(fs.openSync(file, "a", 0o600));
  fs.chmodSync(file, 0o600);
  const db = new DatabaseSync(file);
  db.exec("pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
  const got = Number(db.prepare("pragma user_version").get()?.user_version ?? 0);
  if (got > migrations.length) {
    db.close();
    throw new CratonError("state-newer", { path: file, got, known: migrations.length });
  }
  for (let version = got; version < migrations.length; version++) {
    transaction(db, () => db.exec(`${migrations[version]}; pragma user_version = ${version + 1}`));
  }
  return db;
}

/** All or nothing. */
export function transaction<T>(db: Database, work: () => T): T {
  db.exec("begin immediate");
  try {
    const result = work();
    db.exec("commit");
    return result;
  } catch (error) {
    // A failed commit may have rolled back by itself.
    if (db.isTransaction) db.exec("rollback");
    throw error;
  }
}
