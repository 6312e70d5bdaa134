import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../store/database.ts";
import { clearCookie, readCookie, setCookie } from "./cookie.ts";
import { csrfToken, isCsrfToken } from "./csrf.ts";
import { Sessions } from "./sessions.ts";
import { Tickets } from "./tickets.ts";

let home: string;
let db: Database;
let now: number;
let sessions: Sessions;
const minute = 60_000;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "craton-session-"));
  db = openDatabase(path.join(home, "console.db"));
  db.exec(
    "insert into users (name, role, password, password_kind, created_at) values ('eve', 'viewer', 'x', 'own', 0), ('bob', 'admin', 'x', 'spent', 0)",
  );
  now = 1_000_000_000;
  sessions = new Sessions(db, { idleMs: 30 * minute, absoluteMs: 12 * 60 * minute }, () => now);
});
afterEach(() => {
  db.close();
  fs.rmSync(home, { recursive: true, force: true });
});

test("only the hash of an id is kept", () => {
  const id = sessions.create("eve", "::1");
  expect(Buffer.from(id, "base64url")).toHaveLength(32);
  expect(sessions.resolve(id)).toMatchObject({ user: "eve", role: "viewer", mustChangePassword: false });
  expect(JSON.stringify(db.prepare("select * from sessions").all())).not.toContain(id);
  expect(sessions.resolve(`${id.slice(0, 42)}${id.endsWith("A") ? "E" : "A"}`)).toBeNull();
});

test("idle and absolute limits", () => {
  const id = sessions.create("eve", "::1");
  const hash = sessions.resolve(id)?.hash ?? "";
  now += 29 * minute;
  sessions.touch(hash);
  now += 29 * minute;
  expect(sessions.resolve(id)).not.toBeNull();
  now += 2 * minute;
  expect(sessions.resolve(id)).toBeNull();

  const busy = sessions.create("eve", "::1");
  const busyHash = sessions.resolve(busy)?.hash ?? "";
  for (let passed = 0; passed < 12 * 60; passed += 10) {
    expect(sessions.resolve(busy)).not.toBeNull();
    sessions.touch(busyHash);
    now += 10 * minute;
  }
  expect(sessions.resolve(busy)).toBeNull();
});

test("the end of sessions is told at once, and a user's other sessions go with a new password", () => {
  const told: string[] = [];
  sessions.onEnd((hash, why) => told.push(`${hash} ${why}`));
  const [one, two] = [sessions.create("eve", "a"), sessions.create("eve", "b")];
  const keep = sessions.resolve(two)?.hash ?? "";
  const gone = sessions.resolve(one)?.hash;
  sessions.endUser("eve", "because", keep);
  expect(told).toEqual([`${gone} because`]);
  expect(sessions.resolve(one)).toBeNull();
  expect(sessions.resolve(two)).not.toBeNull();
});

test("the role is the user's as it is now, and a removed user has no session", () => {
  const id = sessions.create("eve", "a");
  db.exec("update users set role = 'editor' where name = 'eve'");
  expect(sessions.resolve(id)?.role).toBe("editor");
  db.exec("delete from users where name = 'eve'");
  expect(sessions.resolve(id)).toBeNull();
  expect(sessions.resolve(sessions.create("bob", "a"))?.mustChangePassword).toBe(true);
});

describe("the cookie", () => {
  test("its marks", () => {
    expect(setCookie("x", true)).toBe("__Host-craton=x; Path=/; HttpOnly; SameSite=Strict; Secure");
    expect(setCookie("x", false)).toBe("craton=x; Path=/; HttpOnly; SameSite=Strict");
    expect(clearCookie(true)).toContain("Max-Age=0");
  });
  test("is read by its whole name, and only when it is an id", () => {
    const id = "A".repeat(43);
    expect(readCookie(`a=b; craton=${id}; c=d`, false)).toBe(id);
    expect(readCookie(`craton=${id}`, true)).toBeNull();
    expect(readCookie(`xcraton=${id}`, false)).toBeNull();
    expect(readCookie(`craton=${id}x`, false)).toBeNull();
    expect(readCookie(`craton=../../etc`, false)).toBeNull();
    expect(readCookie(undefined, false)).toBeNull();
  });
});

test("the page's token belongs to one session", () => {
  const [one, two] = [sessions.create("eve", "a"), sessions.create("eve", "a")];
  expect(isCsrfToken(one, csrfToken(one))).toBe(true);
  expect(isCsrfToken(one, csrfToken(two))).toBe(false);
  expect(isCsrfToken(one, null)).toBe(false);
  expect(csrfToken(one)).not.toContain(one);
});

describe("tickets", () => {
  const request = { kind: "logs", cluster: "fleet", node: "a", uuid: "u", app: "x", tail: 1 } as const;
  const code = (work: () => unknown) => {
    try {
      work();
      return null;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  test("open one socket, once, of their kind and session, within 30 s", () => {
    const tickets = new Tickets(() => now);
    const give = () => tickets.give(request, "s");
    const one = give();
    expect(tickets.take(one, "s", "logs")).toEqual(request);
    expect(code(() => tickets.take(one, "s", "logs"))).toBe("bad-ticket");
    const other = give();
    expect(code(() => tickets.take(other, "t", "logs"))).toBe("bad-ticket");
    expect(code(() => tickets.take(other, "s", "logs"))).toBe("bad-ticket");
    expect(code(() => tickets.take(give(), "s", "exec"))).toBe("bad-ticket");
    const late = give();
    now += 30_001;
    expect(code(() => tickets.take(late, "s", "logs"))).toBe("bad-ticket");
    const dropped = give();
    tickets.drop("s");
    expect(code(() => tickets.take(dropped, "s", "logs"))).toBe("bad-ticket");
  });
});

test("a database of a later version is refused", () => {
  const file = path.join(home, "later.db");
  const later = openDatabase(file);
  later.exec("pragma user_version = 999");
  later.close();
  expect(() => openDatabase(file)).toThrow(/knows up to/);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});
