/** The users of the console. Names are the key; roles are those of lib/contract/roles.ts. */
import type { UserEntry } from "../../contract/console.ts";
import { CratonError } from "../../contract/errors.ts";
import { type Role, role as roleSchema } from "../../contract/roles.ts";
import { type Database, transaction } from "../store/database.ts";
import { checkPassword, makeOneTimePassword, type PasswordHasher } from "./password.ts";

export type PasswordKind = "own" | "once" | "spent";
export type User = {
  name: string;
  role: Role;
  /** Groups on clusters that are acted on by impersonation. */
  groups: Role[];
  /** They were chosen; else they follow the role. */
  ownGroups: boolean;
  kind: PasswordKind;
  createdAt: number;
};

const namePattern = /^[a-z0-9]([a-z0-9._@-]{0,62}[a-z0-9])?$/;

function toUser(row: Record<string, unknown> | undefined): User | null {
  if (!row) return null;
  const role = roleSchema.parse(row.role);
  const ownGroups = row.groups !== null;
  return {
    name: String(row.name),
    role,
    groups: ownGroups ? readGroups(String(row.groups)) : [role],
    ownGroups,
    kind: row.password_kind as PasswordKind,
    createdAt: Number(row.created_at),
  };
}

const readGroups = (text: string): Role[] => text.split(",").flatMap((word) => roleSchema.safeParse(word).data ?? []);
/** Each once, in the order of the roles. */
const writeGroups = (groups: readonly Role[]) => roleSchema.options.filter((one) => groups.includes(one)).join();

function entryOf({ name, role, groups, ownGroups, kind, createdAt }: User): UserEntry {
  const facts = { user: name, role, groups, ownGroups, mustChangePassword: kind !== "own" };
  return { ...facts, createdAt: new Date(createdAt).toISOString() };
}

export class Users {
  private readonly db: Database;
  private readonly hasher: PasswordHasher;
  constructor(db: Database, hasher: PasswordHasher) {
    this.db = db;
    this.hasher = hasher;
  }

  find(name: string): User | null {
    return toUser(this.db.prepare("select * from users where name = ?").get(name));
  }

  /** `not-found` when there is none. */
  get(name: string): User {
    const user = this.find(name);
    if (!user) throw new CratonError("not-found", { what: "user", value: name });
    return user;
  }

  list(): UserEntry[] {
    const rows = this.db.prepare("select * from users order by name").all();
    return rows.flatMap((row) => {
      const user = toUser(row);
      if (!user) return [];
      return [entryOf(user)];
    });
  }

  get count(): number {
    return Number(this.db.prepare("select count(*) as n from users").get()?.n);
  }

  /** Makes the user with a one-time password, which is the answer. `groups` null: as the role. `conflict`, `bad-name`. */
  async add(name: string, role: Role, groups: readonly Role[] | null = null): Promise<string> {
    if (!namePattern.test(name)) {
      const why = "lower-case letters, digits and . _ @ - within, at most 64";
      throw new CratonError("bad-name", { value: name.slice(0, 80), what: "user name", why });
    }
    if (this.find(name)) throw new CratonError("conflict", { what: "user", value: name });
    const password = makeOneTimePassword();
    const hash = await this.hasher.hash(password);
    const done = this.db
      .prepare(
        "insert or ignore into users (name, role, groups, password, password_kind, created_at) values (?, ?, ?, ?, 'once', ?)",
      )
      .run(name, role, groups === null ? null : writeGroups(groups), hash, Date.now());
    if (done.changes === 0) throw new CratonError("conflict", { what: "user", value: name });
    return password;
  }

  /** A new one-time password, which is the answer. */
  async reset(name: string): Promise<string> {
    this.get(name);
    const password = makeOneTimePassword();
    const hash = await this.hasher.hash(password);
    this.db.prepare("update users set password = ?, password_kind = 'once' where name = ?").run(hash, name);
    return password;
  }

  /** What is left out stays; `groups` null follows the role. `last-admin` rather than leave no administrator. */
  update(name: string, { role, groups }: { role?: Role; groups?: readonly Role[] | null }): void {
    transaction(this.db, () => {
      this.get(name);
      if (role !== undefined) {
        if (role !== "admin") this.keepAnAdmin(name);
        this.db.prepare("update users set role = ? where name = ?").run(role, name);
      }
      if (groups !== undefined) {
        const text = groups === null ? null : writeGroups(groups);
        this.db.prepare("update users set groups = ? where name = ?").run(text, name);
      }
    });
  }

  remove(name: string): void {
    transaction(this.db, () => {
      this.get(name);
      this.keepAnAdmin(name);
      this.db.prepare("delete from users where name = ?").run(name);
    });
  }

  /**
   * True when the password is right; takes as long for an unknown user. A one-time password is right once: of two
   * sign-ins at the same moment one wins. `before` runs when the password is right, before it is used up.
   */
  async check(name: string, password: string, before: (user: User) => Promise<void>): Promise<User | null> {
    const row = this.db.prepare("select password, password_kind from users where name = ?").get(name);
    const right = await this.hasher.verify(password, row ? String(row.password) : null);
    const user = right ? this.find(name) : null;
    if (!user || !row || row.password_kind === "spent") return null;
    await before(user);
    // A reset or a new password meanwhile ended the user's sessions: what was right then must not open another.
    const now = this.db.prepare("select password from users where name = ?").get(name);
    if (now?.password !== row.password) return null;
    if (row.password_kind === "once") {
      const spent = this.db
        .prepare("update users set password_kind = 'spent' where name = ? and password = ? and password_kind = 'once'")
        .run(name, String(row.password));
      if (spent.changes === 0) return null;
    }
    return this.find(name);
  }

  /** `bad-sign-in` when `current` is wrong, `weak-password` when `next` will not do. `before` runs last before the change. */
  async change(name: string, current: string, next: string, before: () => Promise<void>): Promise<void> {
    const row = this.db.prepare("select password from users where name = ?").get(name);
    const stored = row ? String(row.password) : null;
    if (!(await this.hasher.verify(current, stored))) throw new CratonError("bad-sign-in");
    checkPassword(next, name, current);
    const hash = await this.hasher.hash(next);
    await before();
    const done = this.db
      .prepare("update users set password = ?, password_kind = 'own' where name = ? and password = ?")
      .run(hash, name, stored);
    if (done.changes === 0) throw new CratonError("bad-sign-in");
  }

  /** Anybody else may go, also where there is no administrator at all. */
  private keepAnAdmin(name: string): void {
    if (this.get(name).role !== "admin") return;
    const others = this.db.prepare("select count(*) as n from users where role = 'admin' and name <> ?").get(name);
    if (Number(others?.n) > 0) return;
    throw new CratonError("last-admin", { user: name });
  }
}
