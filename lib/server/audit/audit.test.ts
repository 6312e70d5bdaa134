import { createHash, createPublicKey, verify as verifySignature } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../store/database.ts";
import { canonicalJson } from "./canonical.ts";
import type { NewEntry } from "./chain.ts";
import { AuditHead } from "./head.ts";
import { AuditLog } from "./log.ts";
import { allAudit, readAudit } from "./query.ts";
import { verifyAudit } from "./verify.ts";

let home: string;
let db: Database;
let head: AuditHead;
let log: AuditLog;

function open(): void {
  db = openDatabase(path.join(home, "console.db"));
  head = new AuditHead(home);
  log = new AuditLog(db, head);
}
/** As a new start of the console does. */
async function reopen(): Promise<void> {
  db.close();
  open();
  await log.recover();
}
const verify = () => verifyAudit(db, log, head);
const entry = (more: Partial<NewEntry> = {}): NewEntry => ({
  user: "admin",
  role: "admin",
  address: "127.0.0.1",
  action: "pod.create",
  object: "0b0c",
  node: "alpha",
  outcome: "allowed",
  details: { image: "<img src=x onerror=alert(1)>\u202e\u0000", n: 1.5 },
  requestId: "r1",
  ...more,
});
const write = async (count: number) => {
  for (let at = 0; at < count; at++) await log.append(entry({ object: `pod-${at}` }));
};

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "craton-audit-"));
  open();
});
afterEach(() => {
  db.close();
  fs.rmSync(home, { recursive: true, force: true });
});

test("a whole log is right, also over a new start, and hostile text is kept as it came", async () => {
  await write(5);
  await Promise.all([log.append(entry()), log.append(entry({ user: "eve" })), log.append(entry())]);
  await reopen();
  await write(1);
  expect(await verify()).toEqual({ ok: true, entries: 9, why: null });
  expect([...allAudit(db)].map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect([...allAudit(db)][0]?.details.image).toBe("<img src=x onerror=alert(1)>\u202e\u0000");
});

describe("tampering is found", () => {
  beforeEach(() => write(6));
  test.each([
    ["an edited object", "update audit set object = 'pod-9' where seq = 3", "entry 3 was changed"],
    ["an edited detail", "update audit set details = '{}' where seq = 2", "entry 2 was changed"],
    ["details that are no JSON", "update audit set details = '{' where seq = 2", "entry 2 was changed"],
    ["an edited hash", `update audit set hash = '${"a".repeat(64)}' where seq = 4`, "entry 4 was changed"],
    ["a deletion", "delete from audit where seq = 3", "entry 3 is missing, entry 4 comes instead"],
    ["a cut-off beginning", "delete from audit where seq < 3", "entry 1 is missing, entry 3 comes instead"],
    ["a cut-off end", "delete from audit where seq > 4", "entries 5 to 6 were cut off"],
    ["everything gone", "delete from audit", "entries 1 to 6 were cut off"],
  ])("%s", async (_name, sql, why) => {
    db.exec(sql);
    expect(await verify()).toMatchObject({ ok: false, why });
  });

  test("a cut-off end stays found after the next start", async () => {
    db.exec("delete from audit where seq > 4");
    await reopen();
    await write(3);
    expect(await verify()).toMatchObject({ ok: false, why: "entry 5 is missing, entry 7 comes instead" });
    expect(readAudit(db, { action: "audit.truncated", limit: 10 }).entries).toHaveLength(1);
  });

  test("a head that is gone, another's, or edited", async () => {
    const file = path.join(home, "audit-head");
    const text = fs.readFileSync(file, "utf8");
    fs.rmSync(file);
    expect(await verify()).toMatchObject({ ok: false, why: "the head is missing" });
    fs.writeFileSync(file, text.replace('"seq":6', '"seq":5'));
    expect(await verify()).toMatchObject({ ok: false, why: "the head's signature is wrong" });
    fs.rmSync(file);
    await reopen();
    expect(await verify()).toMatchObject({ ok: false, why: "entry 7 records audit.head-missing" });
  });

  test("an end that was cut off together with an older head", async () => {
    const file = path.join(home, "audit-head");
    const old = fs.readFileSync(file, "utf8");
    await write(2);
    fs.writeFileSync(file, old);
    expect(await verify()).toMatchObject({ ok: false, why: "entries after 6 are not covered by the head" });
  });
});

test("a crash between commit and head is healed and noted", async () => {
  await write(3);
  const before = fs.readFileSync(path.join(home, "audit-head"), "utf8");
  await write(1);
  fs.writeFileSync(path.join(home, "audit-head"), before);
  await reopen();
  expect(await verify()).toEqual({ ok: true, entries: 5, why: null });
  expect([...allAudit(db)].at(-1)).toMatchObject({ action: "audit.recovered", details: { anchored: 3, found: 4 } });
});

test("what cannot be written is refused, and the log goes on once it can be", async () => {
  await write(2);
  // A folder in the temp file's place: the head cannot be written.
  fs.mkdirSync(path.join(home, "audit-head.tmp"));
  await expect(log.append(entry())).rejects.toMatchObject({ code: "audit-failed" });
  fs.rmdirSync(path.join(home, "audit-head.tmp"));
  expect(await verify()).toMatchObject({ ok: true, entries: 2 });
  await write(1);
  expect(await verify()).toMatchObject({ ok: true, entries: 3 });
  db.exec("create trigger no before insert on audit begin select raise(abort, 'disk full'); end");
  await expect(log.append(entry())).rejects.toMatchObject({ code: "audit-failed" });
  db.exec("drop trigger no");
  await write(1);
  expect(await verify()).toMatchObject({ ok: true, entries: 4 });
});

test("an outsider's check of a dump, by what docs/threat-model.md says and nothing of ours", async () => {
  await write(4);
  const dump = [...allAudit(db)].map((one) => JSON.stringify(one));
  const sorted = (value: unknown): unknown =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort()
            .map(([key, member]) => [key, sorted(member)]),
        )
      : value;
  let previous = "0".repeat(64);
  for (const [at, line] of dump.entries()) {
    const { hash, previous: before, ...rest } = JSON.parse(line);
    expect([rest.seq, before]).toEqual([at + 1, previous]);
    previous = createHash("sha256")
      .update(`${before}\n${JSON.stringify(sorted(rest))}`)
      .digest("hex");
    expect(hash).toBe(previous);
  }
  const { signature, seq, hash } = JSON.parse(fs.readFileSync(path.join(home, "audit-head"), "utf8"));
  expect([seq, hash]).toEqual([4, previous]);
  const key = createPublicKey(fs.readFileSync(path.join(home, "audit.pub")));
  const said = Buffer.from(`{"hash":"${hash}","seq":${seq}}`);
  expect(verifySignature(null, said, key, Buffer.from(signature, "base64url"))).toBe(true);
});

test("pages and filters", async () => {
  await write(5);
  await log.append(entry({ user: "eve", action: "pod.remove", outcome: "refused", details: { why: "Needle" } }));
  const first = readAudit(db, { limit: 4 });
  expect(first.entries.map(({ seq }) => seq)).toEqual([6, 5, 4, 3]);
  expect(readAudit(db, { limit: 4, before: first.next ?? 0 })).toMatchObject({ next: null });
  expect(readAudit(db, { limit: 9, user: "eve" }).entries).toHaveLength(1);
  expect(readAudit(db, { limit: 9, action: "pod." }).entries).toHaveLength(6);
  expect(readAudit(db, { limit: 9, outcome: "refused", text: "needle" }).entries).toHaveLength(1);
  expect(readAudit(db, { limit: 9, text: "%" }).entries).toHaveLength(0);
});

test("canonical JSON does not depend on the order of keys and survives a round trip", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const shuffled = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(shuffled)).toBe(canonicalJson(value));
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
  );
  expect(canonicalJson({ b: [1, undefined, "é\n"], a: { z: null, y: undefined } })).toBe(
    '{"a":{"z":null},"b":[1,null,"é\\n"]}',
  );
});
