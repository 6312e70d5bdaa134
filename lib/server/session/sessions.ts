/**
 * Sessions: an opaque id of 256 random bits in the cookie, only its SHA-256 in console.db. Idle and absolute limits. What
 * hangs on a session (sockets, tickets) listens for its end.
 */
import { createHash, randomBytes } from "node:crypto";
import { type Role, role as roleSchema } from "../../contract/roles.ts";
import type { Database } from "../store/database.ts";

export type SessionRecord = {
  /** SHA-256 of the id, hex: names the session everywhere in the server. */
  hash: string;
  user: string;
  role: Role;
  mustChangePassword: boolean;
  address: string;
  /** ms since the epoch: the earlier of idle and absolute end. */
  expiresAt: number;
};
export type Limits = { idleMs: number; absoluteMs: number };

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
/** Times of last use are written this often: a write is a disk sync. */
const touchMs = 30_000;

export class Sessions {
  private readonly db: Database;
  private readonly limits: Limits;
  private readonly now: () => number;
  private readonly listeners = new Set<(hash: string, why: string) => void>();
  constructor(db: Database, limits: Limits, now: () => number = Date.now) {
    this.db = db;
    this.limits = limits;
    this.now = now;
  }

  /** The id for the cookie; it is kept nowhere else. */
  create(user: string, address: string): string {
    this.removeOld();
    const id = randomBytes(32).toString("base64url");
    const now = this.now();
    this.db
      .prepare("insert into sessions (id_hash, user, address, created_at, seen_at) values (?, ?, ?, ?, ?)")
      .run(sha256(id), user, address, now, now);
    return id;
  }

  /** The live session of an id, with the user's role as it is now. */
  resolve(id: string | null): SessionRecord | null {
    return id === null ? null : this.byHash(sha256(id));
  }

  byHash(hash: string): SessionRecord | null {
    const row = this.db
      .prepare(
        `select s.user, s.address, s.created_at, s.seen_at, u.role, u.password_kind
         from sessions s join users u on u.name = s.user where s.id_hash = ?`,
      )
      .get(hash);
    if (!row) return null;
    const idleEnd = Number(row.seen_at) + this.limits.idleMs + touchMs;
    const expiresAt = Math.min(idleEnd, Number(row.created_at) + this.limits.absoluteMs);
    if (expiresAt <= this.now()) {
      this.end(hash, "the session has expired");
      return null;
    }
    return {
      hash,
      user: String(row.user),
      role: roleSchema.parse(row.role),
      mustChangePassword: row.password_kind !== "own",
      address: String(row.address),
      expiresAt,
    };
  }

  /** The user did something: the idle limit starts anew. */
  touch(hash: string): void {
    const now = this.now();
    this.db.prepare("update sessions set seen_at = ? where id_hash = ? and seen_at < ?").run(now, hash, now - touchMs);
  }

  end(hash: string, why: string): void {
    this.db.prepare("delete from sessions where id_hash = ?").run(hash);
    for (const listener of [...this.listeners]) listener(hash, why);
  }

  /** Ends all sessions of a user, but for one that may stay. */
  endUser(user: string, why: string, except?: string): void {
    const rows = this.db.prepare("select id_hash from sessions where user = ?").all(user);
    for (const row of rows) if (row.id_hash !== except) this.end(String(row.id_hash), why);
  }

  /** Called at once, once, for each session that ends. The answer cancels. */
  onEnd(listener: (hash: string, why: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private removeOld(): void {
    const now = this.now();
    this.db
      .prepare("delete from sessions where created_at < ? or seen_at < ?")
      .run(now - this.limits.absoluteMs, now - this.limits.idleMs - touchMs);
  }
}
