/** Beyond loopback the console is https: the cookie's marks, the host names of the certificate, live over wss. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import type { IncomingMessage } from "node:http";
import https from "node:https";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { WebSocket } from "ws";
import { liveProtocol } from "../../lib/contract/live.ts";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";

let server: ConsoleServer;
let folder: string;
let ca: Buffer;

test.beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-tls-"));
  const [cert, key] = [path.join(folder, "web.crt"), path.join(folder, "web.key")];
  const names = "subjectAltName=DNS:console.example,IP:127.0.0.1";
  const how = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...how, "-subj", "/CN=x", "-addext", names, "-keyout", key, "-out", cert], {
    stdio: "ignore",
  });
  ca = fs.readFileSync(cert);
  server = await startConsole({
    agents: 0,
    https: true,
    args: ["--host", "0.0.0.0", "--tls-cert", cert, "--tls-key", key],
  });
});
test.afterAll(async () => {
  await server?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function ask(method: string, path: string, headers: Record<string, string>, body?: unknown) {
  const request = https.request(new URL(path, server.url), {
    method,
    headers,
    ca,
    checkServerIdentity: () => undefined,
  });
  request.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  for await (const part of answer.setEncoding("utf8")) text += part;
  return { status: answer.statusCode, headers: answer.headers, text };
}

test("the cookie is Secure and bound to the host, names are the certificate's, live lists come over wss", async () => {
  const { port } = new URL(server.url);
  const { password } = await server.admin("POST", "/users", { user: "ann", role: "viewer" });
  const type = { "content-type": "application/json" };
  const body = { user: "ann", password };
  const wrongScheme = { ...type, origin: server.url.replace("https", "http") };
  expect((await ask("POST", "/api/session", wrongScheme, body)).status).toBe(403);
  const host = `console.example:${port}`;
  const first = await ask("POST", "/api/session", { ...type, host, origin: `https://${host}` }, body);
  expect(first.status).toBe(200);
  const [cookie = ""] = first.headers["set-cookie"] ?? [];
  expect(cookie).toMatch(/^__Host-craton=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  const [pair = ""] = cookie.split(";");
  const session = { ...type, cookie: pair, origin: server.url };
  const { csrf } = JSON.parse(first.text);
  const change = { current: password, next: "a phrase that nobody knows" };
  const changed = await ask("POST", "/api/session/password", { ...session, "x-csrf-token": csrf }, change);
  expect(changed.status).toBe(200);
  const [next = ""] = changed.headers["set-cookie"]?.[0]?.split(";") ?? [];
  // The name of loopback's cookie counts for nothing here.
  expect((await ask("GET", "/api/session", { cookie: next.replace("__Host-", "") })).status).toBe(401);
  expect((await ask("GET", "/api/session", { cookie: next, host: "other.example" })).status).toBe(421);
  const socket = new WebSocket(`${server.url.replace("https", "wss")}/ws/live`, liveProtocol, {
    ca,
    headers: { cookie: next, origin: server.url },
  });
  const [message] = await once(socket, "message");
  expect(JSON.parse(String(message))).toMatchObject({ op: "hello", user: "ann" });
  socket.terminate();
});
