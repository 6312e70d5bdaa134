/** Users as administrators change them by the console's API: roles, groups, one-time passwords, and who is left. */
import { expect, test } from "@playwright/test";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { HttpUser } from "../support/http-user.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
let ann: HttpUser;
test.beforeAll(async () => {
  server = await startConsole({ agents: 0 });
  ann = await server.user("admin", "ann");
});
test.afterAll(async () => {
  await server?.stop();
});

type Entry = { user: string; role: string; groups: string[]; ownGroups: boolean; mustChangePassword: boolean };
const find = (body: Record<string, unknown>, name: string) => (body.users as Entry[]).find(({ user }) => user === name);
const change = (name: string, body: object) => ann.call("PATCH", `/api/users/${name}`, { body });

test("a new user signs in with the password that is shown once", async () => {
  const made = await ann.call("POST", "/api/users", { body: { user: "bob", role: "viewer" } });
  expect(made.body).toMatchObject({ user: "bob", password: expect.stringMatching(/^\S{12,}$/) });
  const list = await ann.call("GET", "/api/users");
  expect(find(list.body, "bob")).toMatchObject({
    role: "viewer",
    groups: ["viewer"],
    ownGroups: false,
    mustChangePassword: true,
  });
  expect(list.text).not.toContain(String(made.body.password));
  expect((await new HttpUser(server.url).signIn("bob", String(made.body.password))).status).toBe(200);
  expect((await ann.call("POST", "/api/users", { body: { user: "bob", role: "viewer" } })).body.code).toBe("conflict");
  for (const user of ["system:admin", "Bob", "a b", "../x", "x\r\ny"]) {
    const answer = await ann.call("POST", "/api/users", { body: { user, role: "viewer" } });
    expect([user, answer.status]).toEqual([user, 400]);
  }
});

test("role and groups are apart; a change of either ends the sessions", async () => {
  const cid = await server.user("editor", "cid");
  const groups = await change("cid", { groups: ["auditor", "viewer"] });
  expect(find(groups.body, "cid")).toMatchObject({ role: "editor", groups: ["viewer", "auditor"], ownGroups: true });
  expect((await cid.call("GET", "/api/session")).status).toBe(401);
  expect(find((await change("cid", { groups: [] })).body, "cid")).toMatchObject({ groups: [], ownGroups: true });
  const both = await change("cid", { role: "auditor", groups: null });
  expect(find(both.body, "cid")).toMatchObject({ role: "auditor", groups: ["auditor"], ownGroups: false });
  for (const body of [{}, { role: "king" }, { groups: ["system:masters"] }, { role: "admin", password: "x" }]) {
    expect([body, (await change("cid", body)).status]).toEqual([body, 400]);
  }
  expect((await change("nobody", { role: "viewer" })).status).toBe(404);
});

test("nobody changes their own account, and an administrator is always left", async () => {
  for (const [method, path, body] of [
    ["PATCH", "/api/users/ann", { role: "viewer" }],
    ["PATCH", "/api/users/ann", { groups: ["admin"] }],
    ["DELETE", "/api/users/ann", undefined],
    ["POST", "/api/users/ann/reset", undefined],
  ] as const) {
    const answer = await ann.call(method, path, { body });
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 403, "forbidden"]);
  }
  await expect(server.admin("DELETE", "/users/ann")).rejects.toMatchObject({ code: "last-admin" });
  await expect(server.admin("POST", "/users/ann/role", { role: "viewer" })).rejects.toMatchObject({
    code: "last-admin",
  });
  expect((await ann.call("GET", "/api/session")).status).toBe(200);
});

test("a reset and a removal end the sessions, and all of it is in the audit log without a password", async () => {
  const eve = await server.user("viewer", "eve");
  const reset = await ann.call("POST", "/api/users/eve/reset");
  expect((await eve.call("GET", "/api/session")).status).toBe(401);
  expect((await new HttpUser(server.url).signIn("eve", String(reset.body.password))).status).toBe(200);
  expect(find((await ann.call("DELETE", "/api/users/eve")).body, "eve")).toBeUndefined();
  const audit = await ann.call("GET", "/api/audit?user=ann&limit=500");
  expect(audit.text).not.toContain(String(reset.body.password));
  const entries = audit.body.entries as { action: string; object: string; outcome: string }[];
  for (const one of ["user.create bob", "user.update cid", "user.update eve", "user.remove eve"])
    expect(entries.map(({ action, object }) => `${action} ${object}`)).toContain(one);
  expect(entries.some(({ object, outcome }) => object === "ann" && outcome === "refused")).toBe(true);
});

test("a read-only console changes no user for a browser, only for the node's administrator", async () => {
  const closed = await startConsole({ agents: 0, args: ["--read-only"] });
  try {
    const admin = await closed.user("admin", "ann");
    expect((await admin.call("POST", "/api/users", { body: { user: "x", role: "viewer" } })).body.code).toBe(
      "read-only",
    );
    expect((await admin.call("GET", "/api/users")).status).toBe(200);
  } finally {
    await closed.stop();
  }
});
