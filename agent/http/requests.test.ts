/** Bad requests of every kind get a clear answer in the one form, and reach no service. */
import { connect, type TLSSocket } from "node:tls";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type Edge, startEdge } from "../../e2e/support/agent-edge.ts";
import { stubServices, uuid } from "../../e2e/support/agent-services.ts";
import { errorBody } from "../../lib/contract/error-body.ts";

// Real TLS and openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const services = stubServices({
  facts: async () => {
    throw new Error("the password is hunter2");
  },
});
let edge: Edge;
beforeAll(async () => {
  edge = await startEdge(services, { bodyLimit: 10_000, uploadLimit: 100_000 });
});
afterAll(() => edge.stop());
const sockets: TLSSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  edge.ask({ method: "POST", path, body, headers: { "content-type": "application/json", ...headers } });

/** Sends bytes as they are and resolves with all that comes until the connection ends. */
function rawTalk(text: string, { end = true } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: edge.port, servername: edge.node, ...edge.tls });
    sockets.push(socket);
    let said = "";
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      said += part;
    });
    socket.once("close", () => resolve(said));
    socket.once("error", reject);
    if (end) socket.end(text);
    else socket.write(text);
  });
}

test.each([
  ["unknown address", "GET", "/v1/nothing", 404, "not-found"],
  ["no version", "GET", "/pods", 404, "not-found"],
  ["a trailing slash", "GET", "/v1/pods/", 400, "bad-request"],
  ["two slashes", "GET", "//v1/pods", 404, "not-found"],
  ["a dot segment", "GET", "/v1/./pods", 404, "not-found"],
  ["another case", "GET", "/V1/pods", 404, "not-found"],
  ["wrong method", "PUT", "/v1/pods", 405, "method-not-allowed"],
  ["wrong method on metrics", "POST", "/metrics", 405, "method-not-allowed"],
  ["HEAD", "HEAD", "/v1/pods", 405, undefined],
  ["an encoded path in an id", "GET", "/v1/pods/..%2f..%2fca", 400, "bad-request"],
  ["an encoded slash in an app", "GET", `/v1/pods/${uuid}/apps/..%2f..%2fx/logs`, 400, "bad-request"],
  ["a NUL in an image", "GET", "/v1/images/a%00b", 400, "bad-request"],
  ["a broken escape", "GET", "/v1/images/%zz", 400, "bad-request"],
  ["an id in upper case", "GET", `/v1/pods/${uuid.toUpperCase()}`, 400, "bad-request"],
  ["an unknown pod", "GET", "/v1/pods/00000000-1111-4111-8111-111111111111", 404, "pod-not-found"],
  ["an unknown app", "GET", `/v1/pods/${uuid}/apps/db/logs`, 404, "app-not-found"],
  ["an unknown query", "GET", "/v1/events?sinec=4", 400, "bad-request"],
  ["a query given twice", "GET", "/v1/events?since=4&since=5", 400, "bad-request"],
  ["an empty query", "GET", "/v1/events?since=", 400, "bad-request"],
  ["a number that is none", "GET", "/v1/events?since=x", 400, "bad-request"],
  ["a negative number", "GET", "/v1/events?since=-1", 400, "bad-request"],
  ["a flag that is none", "GET", "/v1/events?follow=yes", 400, "bad-request"],
  ["a time that is none", "GET", `/v1/pods/${uuid}/apps/web/logs?since=yesterday`, 400, "bad-request"],
  ["a terminal without a WebSocket", "GET", `/v1/pods/${uuid}/apps/web/exec?command=sh`, 400, "bad-request"],
])("%s", async (_name, method, path, status, code) => {
  const answer = await edge.ask({ method, path });
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  if (method !== "HEAD") expect(errorBody.safeParse(answer.body).success).toBe(true);
});

test("a fault names the value and where it is", async () => {
  const query = await edge.ask({ path: "/v1/events?since=x" });
  expect(query.body.message).toContain("the query at since");
  const body = await post("/v1/pods", JSON.stringify({ apps: [{ image: "web", name: "Web!" }], size: 1 }));
  expect(body.body.code).toBe("bad-body");
  expect(body.body.details).toMatchObject({
    errors: [{ path: "$.apps[0].name" }, { path: "$", message: expect.stringContaining("size") }],
  });
});

test("a body that is no JSON, of another type, or too long", async () => {
  expect((await post("/v1/pods", '{"apps": [')).body.code).toBe("bad-json");
  expect((await post("/v1/pods", "")).body.code).toBe("bad-body");
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/octet-stream",
  ])
    expect((await post("/v1/pods", "x=1", { "content-type": type })).body.code, type).toBe("bad-request");
  const long = await post("/v1/pods", JSON.stringify({ name: "x".repeat(20_000) }));
  expect([long.status, long.body.code]).toEqual([413, "too-large"]);
  const json = await post("/v1/images/upload?name=a.aci", "{}");
  expect(json.body.code).toBe("bad-request");
  expect(services.calls).toEqual([]);
});

test("keys that reach for prototypes are only unknown keys", async () => {
  const { body } = await post("/v1/pods", '{"apps":[{"image":"web","__proto__":{"tty":true}}],"constructor":{}}');
  expect(body.code).toBe("bad-body");
  expect(({} as { tty?: boolean }).tty).toBeUndefined();
});

test("an upload over the limit is refused, whether it says its length or not", async () => {
  const said = await edge.ask({
    method: "POST",
    path: "/v1/images/upload?name=a.aci",
    headers: { "content-type": "application/octet-stream" },
    body: Buffer.alloc(150_000),
  });
  expect([said.status, said.body.code]).toEqual([413, "too-large"]);
  const chunk = `${(60_000).toString(16)}\r\n${"x".repeat(60_000)}\r\n`;
  const head =
    `POST /v1/images/upload?name=a.aci HTTP/1.1\r\nhost: a\r\nauthorization: ${edge.bearer("editor")}\r\n` +
    "content-type: application/octet-stream\r\ntransfer-encoding: chunked\r\n\r\n";
  expect(await rawTalk(`${head}${chunk.repeat(3)}`, { end: false })).toContain('"code":"too-large"');
  expect(services.calls).toEqual([]);
});

test("what fails inside is logged with the request's id, and stays inside", async () => {
  const { status, text, body } = await edge.ask({
    headers: { authorization: edge.bearer("viewer", { rid: "req-1" }) },
    as: null,
  });
  expect([status, body.code, body.requestId]).toEqual([500, "internal", "req-1"]);
  expect(text).not.toContain("hunter2");
  const entries = edge.log.filter((entry) => entry.requestId === "req-1" && entry.level === "error");
  expect(entries).toHaveLength(1);
  expect(entries[0]?.cause).toContain("hunter2");
});

test("what an attacker puts into a request id is not repeated", async () => {
  const headers = { authorization: edge.bearer("viewer", { rid: 'x"}\n{' }), "x-request-id": "evil" };
  const { body } = await edge.ask({ path: "/v1/nothing", headers, as: null });
  expect(body.requestId).toMatch(/^[0-9a-f]{16}$/);
});

const smuggle = (lines: string[], body = "") =>
  rawTalk(`${[...lines, `authorization: ${edge.bearer("admin")}`].join("\r\n")}\r\n\r\n${body}`);

test("requests that two parsers could read differently are refused", async () => {
  const start = ["POST /v1/pods/plan HTTP/1.1", "host: a", "content-type: application/json"];
  for (const lines of [
    ["content-length: 2", "transfer-encoding: chunked"],
    ["content-length: 2", "content-length: 3"],
    ["transfer-encoding: chunked, identity"],
    ["content-length: +2"],
    ["content-length : 2"],
    ["x: a\nauthorization: b"],
  ])
    expect(await smuggle([...start, ...lines], "{}"), lines.join()).toMatch(/^HTTP\/1\.1 400 /);
  expect(services.calls).toEqual([]);
});

test("what is no HTTP is answered in the form of every error, and closed", async () => {
  const answer = await rawTalk("hello\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(errorBody.safeParse(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).success).toBe(true);
});

test("headers without end are cut off", async () => {
  const answer = await rawTalk(`GET /v1/node HTTP/1.1\r\nhost: a\r\nx: ${"y".repeat(300_000)}`, { end: false });
  expect(answer).toContain("the headers are too long");
});
