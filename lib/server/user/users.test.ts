import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../store/database.ts";
import { checkPassword, makeOneTimePassword, PasswordHasher } from "./password.ts";
import { RateLimit } from "./rate-limit.ts";
import { SignInGuard } from "./sign-in-guard.ts";
import { Users } from "./users.ts";

let home: string;
let db: Database;
let users: Users;
const own = "correct horse battery staple";
const nothing = async () => {};

beforeAll(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "craton-users-"));
  db = openDatabase(path.join(home, "console.db"));
  users = new Users(db, new PasswordHasher(14));
});
afterAll(() => {
  db.close();
  fs.rmSync(home, { recursive: true, force: true });
});

test("a one-time password opens once, also of two at the same moment, and must be changed", async () => {
  const once = await users.add("ann", "editor");
  const tries = await Promise.all([users.check("ann", once, nothing), users.check("ann", once, nothing)]);
  expect(tries.filter((user) => user !== null)).toHaveLength(1);
  expect(tries.find((user) => user !== null)).toMatchObject({ name: "ann", role: "editor", kind: "spent" });
  expect(await users.check("ann", once, nothing)).toBeNull();
  await users.change("ann", once, own, nothing);
  expect(await users.check("ann", own, nothing)).toMatchObject({ kind: "own" });
  expect(await new PasswordHasher().hash(own)).toMatch(/^scrypt\$17\$8\$1\$/);
});

test("a change needs the current password, and nothing is changed when it cannot be written down", async () => {
  await expect(users.change("ann", "wrong", own, nothing)).rejects.toMatchObject({ code: "bad-sign-in" });
  const fails = async () => {
    throw new Error("no disk");
  };
  await expect(users.change("ann", own, "another good pass phrase", fails)).rejects.toThrow("no disk");
  expect(await users.check("ann", own, nothing)).not.toBeNull();
});

test("a sign-in that cannot be written down uses no one-time password up", async () => {
  const once = await users.add("zoe", "viewer");
  const fails = async () => {
    throw new Error("no disk");
  };
  await expect(users.check("zoe", once, fails)).rejects.toThrow("no disk");
  expect(await users.check("zoe", once, nothing)).not.toBeNull();
  db.exec("delete from users where name = 'zoe'");
});

test("a password that was reset while it was checked opens nothing", async () => {
  const once = await users.add("eve", "viewer");
  await users.change("eve", once, own, nothing);
  const late = async () => void (await users.reset("eve"));
  expect(await users.check("eve", own, late)).toBeNull();
  db.exec("delete from users where name = 'eve'");
});

test("an unknown user takes as long as a known one", async () => {
  const time = async (name: string) => {
    const began = performance.now();
    await users.check(name, "wrong password here", nothing);
    return performance.now() - began;
  };
  // The quickest of three each: noise only adds.
  const best = async (name: string) => Math.min(await time(name), await time(name), await time(name));
  const [known, unknown] = [await best("ann"), await best("nobody")];
  expect(unknown / known).toBeGreaterThan(0.5);
  expect(unknown / known).toBeLessThan(2);
});

test("names, doubles, the last administrator", async () => {
  await expect(users.add("Ann <b>", "viewer")).rejects.toMatchObject({ code: "bad-name" });
  await expect(users.add("ann", "viewer")).rejects.toMatchObject({ code: "conflict" });
  await users.add("root", "admin");
  expect(() => users.update("root", { role: "viewer" })).toThrow("only administrator");
  expect(() => users.remove("root")).toThrow("only administrator");
  expect(() => users.remove("nobody")).toThrow("there is no user nobody");
  users.update("ann", { role: "admin" });
  users.remove("root");
  expect(users.list().map(({ user }) => user)).toEqual(["ann"]);
});

test("where there is no administrator, others may go and get other roles all the same", async () => {
  db.exec("delete from users");
  await users.add("ann", "viewer");
  users.update("ann", { role: "auditor" });
  expect(users.get("ann").role).toBe("auditor");
  users.remove("ann");
  expect(users.list()).toEqual([]);
});

describe("passwords", () => {
  test.each(["short", "aaaaaaaaaaaaaaaa", "password1234567", "ann-ann-ann-craton", own])("%s is refused", (next) => {
    expect(() => checkPassword(next, "ann", own)).toThrow(/refused/);
  });
  test("others pass, and one-time ones are never the same", () => {
    checkPassword("vier kleine Füchse", "ann", own);
    expect(new Set(Array.from({ length: 100 }, makeOneTimePassword)).size).toBe(100);
    expect(makeOneTimePassword()).toMatch(/^[2-9a-z]{5}(-[2-9a-z]{5}){3}$/);
  });
});

describe("limits on attempts", () => {
  test("waits double and a success forgives", () => {
    let now = 0;
    const limit = new RateLimit({ free: 2, longestMs: 8_000 }, () => now);
    limit.fail("a");
    expect(limit.wait("a")).toBe(0);
    const waits = [1, 2, 3, 4, 5].map(() => {
      limit.fail("a");
      return limit.wait("a");
    });
    expect(waits).toEqual([1, 2, 4, 8, 8]);
    expect(() => limit.check("a")).toThrow("8 s");
    expect([limit.firstRefusal("a"), limit.firstRefusal("a")]).toEqual([true, false]);
    expect(limit.wait("b")).toBe(0);
    now += 8_000;
    limit.check("a");
    limit.succeed("a");
    limit.fail("a");
    expect(limit.wait("a")).toBe(0);
  });
  test("sign-ins that are right never add up to a wait, however many", () => {
    const guard = new SignInGuard(() => 0);
    for (let at = 0; at < 200; at++) {
      guard.check("ann", "127.0.0.1");
      const succeeded = guard.fail("ann", "127.0.0.1");
      succeeded();
    }
    guard.check("bob", "127.0.0.1");
  });
  test("a right one forgives no guesses of its address, also none made meanwhile", () => {
    const guard = new SignInGuard(() => 0);
    for (let at = 0; at < 29; at++) guard.fail(`user-${at}`, "6.6.6.6");
    const succeeded = guard.fail("ann", "6.6.6.6");
    for (let at = 0; at < 3; at++) guard.fail(`other-${at}`, "6.6.6.6");
    succeeded();
    expect(() => guard.check("fresh", "6.6.6.6")).toThrow(/too many/);
  });
  test("failures of long ago do not count", () => {
    let now = 0;
    const limit = new RateLimit({ free: 2, longestMs: 8_000 }, () => now);
    for (let at = 0; at < 5; at++) limit.fail("a");
    now += 17_000;
    limit.fail("a");
    expect(limit.wait("a")).toBe(0);
  });
  test("one address guessing many names is stopped, and does not lock a user out for long", () => {
    let now = 0;
    const guard = new SignInGuard(() => now);
    for (let at = 0; at < 40; at++) guard.fail(`user-${at}`, "6.6.6.6");
    expect(() => guard.check("fresh", "6.6.6.6")).toThrow(/too many/);
    for (let at = 0; at < 60; at++) guard.fail("ann", `7.7.7.${at}`);
    expect(() => guard.check("ann", "127.0.0.1")).toThrow(/too many/);
    now += 30_001;
    guard.check("ann", "127.0.0.1");
  });
});
