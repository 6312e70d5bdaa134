/** Sessions, passwords, tickets and what hangs on them, on a real server with an agent on the fake host. */
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { liveProtocol } from "../../lib/contract/live.ts";
import { channel, logProtocol, stdioProtocol } from "../../lib/contract/stdio.ts";
import { type ConsoleServer, freePort, password, startConsole } from "../support/console-server.ts";
import { type FakePod, makeAci, runPod, ticketPath, uploadImage } from "../support/fake-pod.ts";
import { HttpUser, type TestSocket } from "../support/http-user.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
let admin: HttpUser;
let pod: FakePod;

test.beforeAll(async () => {
  server = await startConsole();
  admin = await server.user("admin");
  pod = await runPod(admin, "alpha", await uploadImage(admin, "alpha", makeAci()));
});
test.afterAll(async () => {
  await server?.stop();
});

const stdout = (wanted: string) => {
  let text = "";
  return (data: Buffer) => {
    if (data[0] === channel.stdout) text += data.subarray(1).toString();
    return text.includes(wanted);
  };
};
const openTerminal = async (user: HttpUser) => user.socket(await ticketPath(user, pod, "exec"), stdioProtocol);
const openLive = (user: HttpUser) => user.socket("/ws/live", liveProtocol);
const auditOf = async (query: string) => {
  const { body } = await admin.call("GET", `/api/audit?${query}`);
  return body.entries as {
    action: string;
    outcome: string;
    user: string;
    object: string;
    details: Record<string, unknown>;
  }[];
};

test("the first user, once, with a password that opens once and must be changed", async () => {
  expect(await server.admin("POST", "/bootstrap")).toEqual({ user: null });
  const { password: once } = await server.admin("POST", "/users", { user: "fresh", role: "viewer" });
  const user = new HttpUser(server.url);
  const first = await user.signIn("fresh", String(once));
  expect(first.body).toMatchObject({ user: "fresh", role: "viewer", mustChangePassword: true });
  expect(first.headers.get("set-cookie")).toMatch(/^craton=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const old = new HttpUser(server.url);
  old.cookie = user.cookie;
  expect((await old.signIn("fresh", String(once))).body.code).toBe("bad-sign-in");
  old.cookie = user.cookie;
  const changed = await user.changePassword(String(once), password);
  expect(changed.body).toMatchObject({ mustChangePassword: false });
  expect(user.cookie).not.toBe(old.cookie);
  expect((await old.call("GET", "/api/session")).status).toBe(401);
  expect((await user.call("GET", "/api/session")).body.csrf).toBe(user.csrf);
  const text = JSON.stringify(await auditOf("user=fresh"));
  expect(text).not.toContain(String(once));
  expect(text).not.toContain(password);
});

test("guessing is slowed, told, audited, and unknown users look like known ones", async () => {
  const guess = new HttpUser(server.url);
  const answers: string[] = [];
  for (let at = 0; at < 7; at++) answers.push(String((await guess.signIn("guessed", `wrong ${at}`)).body.code));
  expect(answers.slice(0, 5)).toEqual(Array(5).fill("bad-sign-in"));
  expect(answers).toContain("rate-limited");
  const limited = await guess.signIn("guessed", "wrong");
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  const entries = await auditOf("user=guessed&action=session.sign-in");
  expect(entries.every(({ outcome }) => outcome === "refused")).toBe(true);
  expect(entries.length).toBeGreaterThanOrEqual(6);
});

test("signing out ends sockets of all kinds within a second, and tickets", async () => {
  const user = await server.user("editor", "leaves");
  const terminal = await openTerminal(user);
  await terminal.find(stdout("#"));
  const logs = await user.socket(await ticketPath(user, pod, "logs"), logProtocol);
  const live = await openLive(user);
  await live.find((data) => data.includes('"hello"'));
  const unused = await ticketPath(user, pod, "exec");
  expect((await user.call("DELETE", "/api/session")).status).toBe(204);
  const answered = Date.now();
  for (const socket of [terminal, logs, live]) {
    const { code, why, at } = await socket.closed;
    expect({ code, why }).toEqual({ code: 4401, why: "you signed out" });
    expect(at - answered).toBeLessThan(1_000);
  }
  await expect(user.socket(unused, stdioProtocol)).rejects.toThrow("status 401");
});

for (const [what, change] of [
  ["a smaller role", (name: string) => server.admin("POST", `/users/${name}/role`, { role: "viewer" })],
  ["a reset", (name: string) => server.admin("POST", `/users/${name}/reset`)],
  ["the user's removal", (name: string) => server.admin("DELETE", `/users/${name}`)],
] as const) {
  test(`${what} ends the user's sockets within 5 s`, async () => {
    const name = `loses-${what.replace(/\W+/g, "-")}`;
    const user = await server.user("editor", name);
    const sockets: TestSocket[] = [await openTerminal(user), await openLive(user)];
    const began = Date.now();
    await change(name);
    for (const socket of sockets) expect((await socket.closed).at - began).toBeLessThan(5_000);
    expect((await user.call("GET", "/api/session")).status).toBe(401);
  });
}

test("another browser's password change ends this one's session", async () => {
  const one = await server.user("viewer", "twice");
  const two = new HttpUser(server.url);
  await two.signIn("twice", password);
  const live = await openLive(one);
  expect((await two.changePassword(password, "a wholly different phrase")).status).toBe(200);
  expect((await live.closed).code).toBe(4401);
  expect((await one.call("GET", "/api/session")).status).toBe(401);
  expect((await two.call("GET", "/api/session")).status).toBe(200);
});

test("a ticket opens one socket, for its session alone, and a terminal's life is in the audit log", async () => {
  const other = await server.user("admin", "other-admin");
  const stolen = await ticketPath(admin, pod, "exec");
  await expect(other.socket(stolen, stdioProtocol)).rejects.toThrow("status 401");
  await expect(admin.socket(stolen, stdioProtocol)).rejects.toThrow("status 401");
  const used = await ticketPath(admin, pod, "exec");
  const terminal = await admin.socket(used, stdioProtocol);
  await expect(admin.socket(used, stdioProtocol)).rejects.toThrow("status 401");
  await expect(
    admin.socket((await ticketPath(admin, pod, "logs")).replace("/ws/logs", "/ws/exec"), stdioProtocol),
  ).rejects.toThrow("status 401");
  await terminal.find(stdout("#"));
  terminal.frame(channel.resize, JSON.stringify({ columns: 100, rows: 30 }));
  terminal.frame(channel.stdin, "echo over-$((40 + 2))\n");
  terminal.frame(channel.stdin, "exit 7\n");
  expect(await terminal.find((data) => data[0] === channel.exit && data.subarray(1).toString())).toBe('{"code":7}');
  expect((await terminal.closed).code).toBe(1000);
  const [closed, opened] = await auditOf(`user=admin-user&action=exec.&text=${pod.uuid}`);
  expect(opened).toMatchObject({ action: "exec.open", outcome: "allowed", details: { tty: true, command: ["sh"] } });
  expect(closed).toMatchObject({ action: "exec.close", details: { code: 7, why: "the process ended" } });
});

test("terminals and logs of what is not there say so", async () => {
  const gone = { ...pod, uuid: "11111111-2222-4333-8444-555555555555" };
  const terminal = await admin.socket(await ticketPath(admin, gone, "exec"), stdioProtocol);
  const end = await terminal.find((data) => data[0] === channel.exit && data.subarray(1).toString());
  expect(JSON.parse(end)).toMatchObject({ code: "pod-not-found" });
  const logs = await admin.socket(await ticketPath(admin, gone, "logs"), logProtocol);
  expect(await logs.find((data) => data.includes("pod-not-found"))).toBe(true);
  expect((await logs.closed).code).toBe(1000);
});

test("what cannot be written down is not done", async () => {
  const count = async () => ((await admin.call("GET", "/api/c/fleet/nodes/alpha/pods")).body.pods as unknown[]).length;
  const before = await count();
  const block = path.join(server.state, "console/audit-head.tmp");
  fs.mkdirSync(block);
  try {
    const image = ((await admin.call("GET", "/api/c/fleet/nodes/alpha/images")).body.images as { id: string }[])[0]?.id;
    const create = await admin.call("POST", "/api/c/fleet/nodes/alpha/pods", { body: { apps: [{ image }] } });
    expect([create.status, create.body.code]).toEqual([503, "audit-failed"]);
    expect((await admin.call("POST", `${pod.path}/stop`, { body: {} })).body.code).toBe("audit-failed");
    expect((await admin.call("DELETE", "/api/session")).body.code).toBe("audit-failed");
    await expect(server.admin("POST", "/users", { user: "ghost", role: "admin" })).rejects.toMatchObject({
      code: "audit-failed",
    });
    const user = new HttpUser(server.url);
    expect((await user.signIn("twice", "a wholly different phrase")).body.code).toBe("audit-failed");
  } finally {
    fs.rmdirSync(block);
  }
  expect(await count()).toBe(before);
  expect((await admin.call("GET", pod.path)).body.state).toBe("running");
  expect(JSON.stringify(await server.admin("GET", "/users"))).not.toContain("ghost");
  expect(await server.admin("GET", "/audit/verify")).toMatchObject({ ok: true });
});

test("sessions and the audit log outlive a SIGKILL of the console", async () => {
  await server.restart("SIGKILL");
  expect((await admin.call("GET", "/api/session")).status).toBe(200);
  expect((await admin.call("GET", pod.path)).body.state).toBe("running");
  expect(await server.admin("GET", "/audit/verify")).toMatchObject({ ok: true });
  expect(fs.statSync(path.join(server.state, "console/admin.sock")).mode & 0o777).toBe(0o600);
  expect(server.stderr()).not.toContain(password);
});

test("SIGTERM closes sockets and ends at once", async () => {
  const live = await openLive(admin);
  const began = Date.now();
  await server.restart("SIGTERM");
  expect((await live.closed).at - began).toBeLessThan(2_000);
});

test("a second console on the same state is refused", async () => {
  const { spawnSync } = await import("node:child_process");
  const build = process.env.CRATON_BUILD ?? path.resolve(import.meta.dirname, "../..");
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(build, "dist/server.js"), "--state", server.state, ...args], {
      encoding: "utf8",
      cwd: build,
    });
  const before = await server.admin("GET", "/audit/verify");
  expect(run("--port", String(await freePort())).stderr).toContain("another console is running");
  expect(await server.admin("GET", "/audit/verify")).toEqual(before);
  expect(run("--host", "0.0.0.0").stderr).toContain("needs --tls-cert");
});

test("a read-only console changes nothing and opens no terminal", async () => {
  const readOnly = await startConsole({ args: ["--read-only"] });
  try {
    const user = await readOnly.user("admin");
    expect((await user.call("GET", "/api/session")).body.readOnly).toBe(true);
    const create = await user.call("POST", "/api/c/fleet/nodes/alpha/pods", { body: { apps: [{ image: "x" }] } });
    expect([create.status, create.body.code]).toEqual([403, "read-only"]);
    const { path: _path, ...where } = pod;
    const exec = await user.call("POST", "/api/tickets", { body: { kind: "exec", ...where, command: [], tty: true } });
    expect(exec.body.code).toBe("read-only");
    expect((await user.call("GET", "/api/c/fleet/nodes/alpha/pods")).status).toBe(200);
    const { body } = await user.call("GET", "/api/audit?outcome=refused");
    expect(body.entries).toHaveLength(2);
  } finally {
    await readOnly.stop();
  }
});
