/** A connection against a real https server: what goes out, what comes in, and what is no answer. */
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import util from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type FakeApiServer, startFakeApiServer } from "../../../e2e/support/fake-api-server.ts";
import { connectKube } from "./connect.ts";
import type { KubeConnection } from "./connection.ts";
import type { KubeActing, KubeSource } from "./kube-source.ts";

vi.setConfig({ testTimeout: 30_000 });

let server: FakeApiServer;
let answer: http.RequestListener = (_request, response) => response.end("{}");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-connect-"));
const open: KubeConnection[] = [];
beforeAll(async () => {
  server = await startFakeApiServer((request, response) => answer(request, response));
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  server.requests.length = 0;
});
afterAll(async () => {
  await server.stop();
  fs.rmSync(folder, { recursive: true });
});

type Given = { user?: Record<string, unknown>; at?: Record<string, unknown>; acting?: KubeActing };
function connect({ user = { token: "abc" }, at, acting, ...more }: Given & Partial<KubeSource> = {}) {
  const kubeconfig = server.kubeconfig(user, at);
  const source = {
    cluster: "test",
    kubeconfig,
    context: null,
    isTrusted: false,
    closedPorts: [],
    token: null,
    ...more,
  };
  const connection = connectKube(source, acting);
  open.push(connection);
  return connection;
}
const headersOf = (at: number) => {
  const raw = server.requests[at]?.rawHeaders ?? [];
  return Array.from({ length: raw.length / 2 }, (_, i) => `${raw[2 * i]?.toLowerCase()}: ${raw[2 * i + 1]}`).sort();
};
const json = (status: number, body: unknown, headers: http.OutgoingHttpHeaders = {}): http.RequestListener => {
  return (_request, response) => response.writeHead(status, headers).end(JSON.stringify(body));
};

test("exactly these headers go out", async () => {
  answer = json(200, { ok: true });
  const acting = { user: "alice", groups: ["craton:viewer", "craton:editor"] };
  expect(await connect({ acting }).json({ path: "/api?x=1" })).toEqual({ ok: true });
  expect(server.requests[0]).toMatchObject({ method: "GET", url: "/api?x=1" });
  expect(headersOf(0)).toEqual([
    "accept-encoding: gzip",
    "accept: application/json",
    "authorization: Bearer abc",
    "connection: keep-alive",
    `host: 127.0.0.1:${server.port}`,
    "impersonate-group: craton:editor",
    "impersonate-group: craton:viewer",
    "impersonate-user: alice",
    expect.stringMatching(/^user-agent: craton\/\d/),
  ]);
});

test("a body, its type, and a server whose API stands below a path", async () => {
  answer = json(201, {});
  const connection = connect({ at: { server: `${server.url}/k8s/c-1/` }, user: { username: "u", password: "p" } });
  await connection.json({
    method: "PATCH",
    path: "/api/x",
    body: { a: 1 },
    contentType: "application/merge-patch+json",
  });
  await connection.json({ method: "POST", path: "/api/y", body: "a: 1\n", contentType: "application/yaml" });
  expect(server.requests.map(({ url, body }) => [url, body])).toEqual([
    ["/k8s/c-1/api/x", '{"a":1}'],
    ["/k8s/c-1/api/y", "a: 1\n"],
  ]);
  expect(headersOf(0)).toContain("authorization: Basic dTpw");
});

test.each(["//evil/x", "http://evil/", "/a b", "/a\r\nx: y", "/api/../x", "/api/..", "api", ""])(
  "the path %j is refused before anything is sent",
  async (bad) => {
    await expect(connect().send({ path: bad })).rejects.toMatchObject({ code: "bad-request" });
    expect(server.requests).toEqual([]);
  },
);

test("chunks come as they are sent, gzip is unpacked, a bomb is cut", async () => {
  const gate = Promise.withResolvers<void>();
  answer = async (_request, response) => {
    response.write("first");
    await gate.promise;
    response.end("second");
  };
  const chunks: string[] = [];
  for await (const chunk of (await connect().send({ path: "/watch" })).body) {
    chunks.push(Buffer.from(chunk).toString());
    gate.resolve();
  }
  expect(chunks).toEqual(["first", "second"]);
  answer = (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"a":2}'));
  expect(await connect().json({ path: "/z" })).toEqual({ a: 2 });
  const bomb = gzipSync(Buffer.alloc(10_000_000, 32));
  answer = (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
  await expect(connect().json({ path: "/z" }, 1_000_000)).rejects.toMatchObject({ code: "too-large" });
});

test("a redirect is an answer, never followed", async () => {
  answer = json(302, {}, { location: "http://169.254.169.254/latest/meta-data" });
  expect((await connect().send({ path: "/r" })).status).toBe(302);
  await expect(connect().json({ path: "/r" })).rejects.toMatchObject({ code: "kube-failed" });
  expect(server.requests).toHaveLength(2);
});

test("the head has its time, the caller may give up before and after it", async () => {
  answer = () => {};
  await expect(connect().send({ path: "/slow", timeoutMs: 50 })).rejects.toMatchObject({
    code: "cluster-unreachable",
    message: expect.stringContaining("did not answer in time"),
  });
  const early = new AbortController();
  answer = () => early.abort(new Error("enough"));
  await expect(connect().send({ path: "/slow", signal: early.signal })).rejects.toThrow("enough");
  const later = new AbortController();
  answer = (_request, response) => response.write("x");
  const { body } = await connect().send({ path: "/slow", signal: later.signal });
  const read = async () => {
    for await (const _ of body) later.abort(new Error("no more"));
  };
  await expect(read()).rejects.toThrow("no more");
});

test("an answer that drips for ever is given up in twice the time of its head, and its connection ends", async () => {
  const ended = Promise.withResolvers<void>();
  answer = (_request, response) => {
    response.writeHead(200).write('{"a":"');
    const drip = setInterval(() => response.write("x"), 20);
    response.once("close", () => {
      clearInterval(drip);
      ended.resolve();
    });
  };
  const asked = connect().json({ path: "/", timeoutMs: 200 });
  await expect(asked).rejects.toMatchObject({
    code: "cluster-unreachable",
    facts: { why: "it did not answer in time" },
  });
  await ended.promise;
});

test("a credential that is no header's value is told as that, without its text", async () => {
  for (const user of [{ token: "hunter2\nImpersonate-User: root" }, { token: "hunter2\u{1f511}" }]) {
    const asked = connect({ user }).json({ path: "/" });
    await expect(asked).rejects.toMatchObject({
      code: "cluster-auth",
      message: expect.not.stringContaining("hunter2"),
    });
  }
  expect(server.requests).toEqual([]);
});

test("what a program prints in place of a credential is quoted nowhere", async () => {
  const user = { exec: { command: "echo", args: ["hunter2"] } };
  const thrown = await connect({ user, isTrusted: true })
    .json({ path: "/" })
    .catch((error: unknown) => error);
  expect(thrown).toMatchObject({ code: "cluster-auth", facts: { why: "its program answered no JSON" } });
  expect(util.inspect(thrown)).not.toContain("hunter2");
});

test("nobody there, another authority, a broken answer", async () => {
  const closed = await startFakeApiServer(() => {});
  await closed.stop();
  const why = (options: Parameters<typeof connect>[0]) => connect(options).send({ path: "/" });
  await expect(why({ at: { server: closed.url } })).rejects.toThrow("nothing listens there");
  const foreign = { "certificate-authority-data": Buffer.from(closed.ca).toString("base64") };
  await expect(why({ at: foreign })).rejects.toThrow("another authority");
  answer = (_request, response) => {
    response.writeHead(200, { "content-length": 100 }).write("{");
    setImmediate(() => response.destroy());
  };
  await expect(connect().json({ path: "/" })).rejects.toMatchObject({ code: "cluster-unreachable" });
  answer = (_request, response) => response.end("<html>");
  await expect(connect().json({ path: "/" })).rejects.toMatchObject({ code: "kube-failed" });
  expect(await connect({ at: { ...foreign, "insecure-skip-tls-verify": true } }).send({ path: "/" })).toBeDefined();
});

test("401: another token file is read once and the request sent again; what stays refused is told", async () => {
  const tokenFile = path.join(folder, "token");
  fs.writeFileSync(tokenFile, "old\n");
  answer = (request, response) => {
    const isGood = request.headers.authorization === "Bearer new";
    fs.writeFileSync(tokenFile, "new\n");
    response.writeHead(isGood ? 200 : 401).end('{"message":"Unauthorized"}');
  };
  const connection = connect({ isTrusted: true, user: { tokenFile } });
  expect(await connection.json({ method: "POST", path: "/x", body: { a: 1 } })).toBeDefined();
  expect(server.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  answer = json(401, { message: "Unauthorized" });
  await expect(connection.json({ path: "/x" })).rejects.toMatchObject({ code: "cluster-auth", status: 502 });
  expect(server.requests).toHaveLength(3);
  await expect(connect().json({ path: "/x" })).rejects.toMatchObject({ code: "cluster-auth" });
  expect(server.requests).toHaveLength(4);
});

test("a program gives the credential, knows what it is asked for, and is not asked again", async () => {
  const program = path.join(folder, "plugin");
  fs.writeFileSync(
    program,
    `#!/bin/sh\necho run >> ${folder}/runs\nprintf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' "$(echo "$KUBERNETES_EXEC_INFO" | grep -c '"interactive":false')$1"\n`,
    { mode: 0o755 },
  );
  answer = json(200, {});
  const user = { exec: { apiVersion: "client.authentication.k8s.io/v1", command: program, args: ["-token"] } };
  const connection = connect({ isTrusted: true, user });
  await Promise.all([connection.json({ path: "/a" }), connection.json({ path: "/b" })]);
  await connection.json({ path: "/c" });
  expect(headersOf(2)).toContain("authorization: Bearer 1-token");
  expect(fs.readFileSync(`${folder}/runs`, "utf8")).toBe("run\n");
  fs.writeFileSync(program, "#!/bin/sh\necho 'sign in with the cloud first' >&2\nexit 1\n");
  await expect(connect({ isTrusted: true, user }).json({ path: "/a" })).rejects.toMatchObject({
    code: "cluster-auth",
    message: "cluster test does not know who asks: sign in with the cloud first",
  });
});

test("a token of one's own stands in place of the kubeconfig's user", async () => {
  answer = json(200, {});
  const secret = { token: "theirs", "client-certificate-data": "eA==", "client-key-data": "eA==" };
  await connect({ token: "mine", user: secret }).json({ path: "/" });
  expect(headersOf(0)).toContain("authorization: Bearer mine");
  expect(() => connect({ user: { as: "root", token: "t" } })).toThrow("users[0].user.as");
});

test("through a proxy that a trusted kubeconfig names", async () => {
  const asked: string[] = [];
  const proxy = http.createServer();
  proxy.on("connect", async (request, socket) => {
    asked.push(request.url ?? "");
    const { connect: dial } = await import("node:net");
    const upstream = dial(server.port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  try {
    answer = json(200, { ok: 1 });
    const { port } = proxy.address() as { port: number };
    const at = { "proxy-url": `http://127.0.0.1:${port}` };
    expect(await connect({ isTrusted: true, at }).json({ path: "/" })).toEqual({ ok: 1 });
    expect(asked).toEqual([`127.0.0.1:${server.port}`]);
    const socks = connect({ isTrusted: true, at: { "proxy-url": "socks5://127.0.0.1:1" } });
    await expect(socks.send({ path: "/" })).rejects.toMatchObject({ code: "unsupported" });
  } finally {
    for (const one of open.splice(0)) one.close();
    proxy.close();
    proxy.closeAllConnections();
  }
});
