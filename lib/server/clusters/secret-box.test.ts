/** Secrets at rest: sealed for their place, by a key of the console's own. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test, vi } from "vitest";
import { openDatabase } from "../store/database.ts";
import { PasswordHasher } from "../user/password.ts";
import { Users } from "../user/users.ts";
import { ClusterStore } from "./cluster-store.ts";
import { SecretBox } from "./secret-box.ts";

// On a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-box-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const box = await SecretBox.open(folder);

test("what is sealed opens in its own place alone, and no byte of it can be changed", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.array(fc.string(), { minLength: 1 }),
      fc.nat(),
      (secret, place, at) => {
        const sealed = box.seal(secret, place);
        expect(box.open(sealed, place)).toBe(secret.toWellFormed());
        expect(() => box.open(sealed, [...place, ""])).toThrow("it was changed");
        const [head, key, body = ""] = sealed.split(".");
        const bytes = Buffer.from(body, "base64url");
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ 1;
        expect(() => box.open([head, key, bytes.toString("base64url")].join("."), place)).toThrow("it was changed");
      },
    ),
  );
  expect(box.seal("same", ["a"])).not.toBe(box.seal("same", ["a"]));
});

test("the key is made once, for the console alone, and another one opens nothing", async () => {
  const file = path.join(folder, "secret.key");
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  const before = fs.readFileSync(file, "utf8");
  const again = await SecretBox.open(folder);
  expect(fs.readFileSync(file, "utf8")).toBe(before);
  expect(again.open(box.seal("x", ["a"]), ["a"])).toBe("x");
  const other = new SecretBox(Buffer.alloc(32, 1));
  expect(other.keyId).not.toBe(box.keyId);
  expect(() => other.open(box.seal("x", ["a"]), ["a"])).toThrow("another secret.key");
  const broken = path.join(folder, "broken");
  fs.mkdirSync(broken);
  fs.writeFileSync(path.join(broken, "secret.key"), "short");
  await expect(SecretBox.open(broken)).rejects.toThrow("is not a key of 32 bytes");
});

test("the database holds neither kubeconfigs nor tokens in clear, and gives them to their owner alone", async () => {
  const file = path.join(folder, "console.db");
  const db = openDatabase(file);
  const users = new Users(db, new PasswordHasher());
  await users.add("ann", "admin");
  await users.add("bob", "viewer");
  const store = new ClusterStore(db, box);
  store.add({ name: "mine", owner: "ann", access: "single-user", context: "x", kubeconfig: "hunter2-kubeconfig" });
  store.add({ name: "ours", owner: "ann", access: "token", context: "x", kubeconfig: "server" });
  store.setToken("ours", "bob", "hunter2-token");
  expect(store.token("ours", "bob")).toBe("hunter2-token");
  expect(store.token("ours", "ann")).toBeNull();
  expect(() => store.add({ name: "mine", owner: "bob", access: "token", context: "", kubeconfig: "" })).toThrow(
    "exists already",
  );
  db.exec("pragma wal_checkpoint(truncate)");
  expect(fs.readFileSync(file).includes("hunter2")).toBe(false);
  // Whoever can write the database makes neither another owner nor another user's token out of it.
  db.exec("update clusters set owner = 'bob' where name = 'mine'; update cluster_tokens set user = 'ann'");
  expect(store.list()).toMatchObject([
    { name: "mine", kubeconfig: null, why: expect.stringContaining("changed") },
    { name: "ours" },
  ]);
  expect(() => store.token("ours", "ann")).toThrow("it was changed");
  db.exec("update clusters set owner = 'ann' where name = 'mine'");
  users.update("bob", { role: "admin" });
  users.remove("ann");
  expect(store.list().map(({ name }) => name)).toEqual(["ours"]);
  expect(store.hasToken("ours", "ann")).toBe(false);
  expect(store.remove("ours")).toBe(true);
  expect(store.remove("ours")).toBe(false);
  db.close();
});
