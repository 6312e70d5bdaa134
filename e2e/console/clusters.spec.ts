/** Clusters in Settings: whose they are, what goes to them, and that their secrets stay where they are. */
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { type FakeApiServer, startFakeApiServer } from "../support/fake-api-server.ts";
import type { HttpUser } from "../support/http-user.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
let api: FakeApiServer;
let ann: HttpUser;
const kubeconfigSecret = "kubeconfig-hunter2";
const tokenSecret = "token-hunter2";

test.beforeAll(async () => {
  api = await startFakeApiServer((request, response) => {
    const isKnown = [kubeconfigSecret, tokenSecret].some((one) => request.headers.authorization === `Bearer ${one}`);
    if (request.url === "/version") response.end('{"gitVersion":"v1.36.0"}');
    else if (!isKnown) response.writeHead(401).end('{"kind":"Status","code":401,"message":"Unauthorized"}');
    else response.end('{"status":{"userInfo":{"username":"someone"}}}');
  });
  server = await startConsole({ agents: 1 });
  ann = await server.user("admin", "ann");
});
test.afterAll(async () => {
  await server?.stop();
  await api?.stop();
});

type Entry = { name: string; state: string; why: string | null; owner: string | null; hasToken: boolean };
async function clusters(user: HttpUser): Promise<Record<string, Entry>> {
  const { body } = await user.call("GET", "/api/clusters");
  return Object.fromEntries((body.clusters as Entry[]).map((entry) => [entry.name, entry]));
}
const add = (user: HttpUser, body: object) => user.call("POST", "/api/clusters", { body });

test("a file is read before it is added: its contexts, their servers, and what cannot be used", async () => {
  const good = JSON.parse(api.kubeconfig({ token: kubeconfigSecret }));
  good.users.push({ name: "cloud", user: { exec: { command: "aws" } } });
  good.contexts.push({ name: "cloud", context: { cluster: "fake", user: "cloud" } });
  const read = await ann.call("POST", "/api/kubeconfig", { body: { kubeconfig: JSON.stringify(good) } });
  expect(read.body).toMatchObject({
    current: "fake",
    contexts: [
      { name: "fake", server: api.url, warnings: [], why: null },
      { name: "cloud", server: null, why: expect.stringContaining("users[1].user.exec") },
    ],
  });
  expect(read.text).not.toContain("hunter2");
});

test("what leads elsewhere is refused, with its place, and nothing is asked", async () => {
  const before = api.requests.length;
  const agent = server.agents[0]?.address.split(":")[1];
  const servers = [
    "https://169.254.169.254",
    "https://2852039166",
    "https://[::ffff:169.254.169.254]",
    "http://127.0.0.1",
  ];
  for (const url of [...servers, server.url.replace("http", "https"), `https://127.0.0.1:${agent}`]) {
    const kubeconfig = api.kubeconfig({ token: "x" }, { server: url });
    const answer = await add(ann, { name: "bad", kubeconfig });
    expect([url, answer.status, answer.body.code]).toEqual([url, 422, "unsupported"]);
  }
  expect((await add(ann, { name: "bad", kubeconfig: api.kubeconfig({ tokenFile: "/etc/passwd" }) })).text).toContain(
    "users[0].user.tokenFile",
  );
  const wrong = await add(ann, { name: "bad", kubeconfig: api.kubeconfig({ token: "wrong" }) });
  expect([wrong.status, wrong.body.code]).toEqual([502, "cluster-auth"]);
  for (const name of ["fleet", "local"]) {
    const kubeconfig = api.kubeconfig({ token: kubeconfigSecret });
    expect((await add(ann, { name, kubeconfig })).body.code).toBe("conflict");
  }
  expect(Object.keys(await clusters(ann))).toEqual(["fleet"]);
  expect(api.requests.length).toBe(before + 1);
});

test("one credential is its owner's alone", async () => {
  const made = await add(ann, { name: "mine", kubeconfig: api.kubeconfig({ token: kubeconfigSecret }) });
  expect(made.status).toBe(200);
  expect((await add(ann, { name: "mine", kubeconfig: api.kubeconfig({ token: kubeconfigSecret }) })).body.code).toBe(
    "conflict",
  );
  await expect.poll(async () => (await clusters(ann)).mine?.state).toBe("ready");
  const bob = await server.user("admin", "bob");
  expect((await clusters(bob)).mine).toMatchObject({
    state: "off",
    why: expect.stringContaining("owner"),
    owner: "ann",
  });
  const eve = await server.user("viewer", "eve");
  expect(Object.keys(await clusters(eve))).toEqual(["fleet"]);
  for (const user of [bob, eve]) {
    const kinds = await user.call("GET", "/api/c/mine/kinds");
    expect([403, 404]).toContain(kinds.status);
  }
  expect((await bob.call("PUT", "/api/clusters/mine/token", { body: { token: "x" } })).body.code).toBe("unsupported");
});

test("a token is each user's own, tried first, and gone with its user", async () => {
  await add(ann, { name: "ours", kubeconfig: api.kubeconfig({ token: "not-kept" }), access: "token" });
  const cid = await server.user("viewer", "cid");
  await expect.poll(async () => (await clusters(cid)).ours?.state).toBe("needs-token");
  const put = (token: string) => cid.call("PUT", "/api/clusters/ours/token", { body: { token } });
  expect((await put("wrong")).body.code).toBe("cluster-auth");
  expect((await clusters(cid)).ours?.hasToken).toBe(false);
  expect((await put(tokenSecret)).status).toBe(200);
  expect((await clusters(cid)).ours).toMatchObject({ hasToken: true, state: "ready" });
  expect((await clusters(ann)).ours).toMatchObject({ hasToken: false, state: "needs-token" });
  const sent = api.requests.at(-1)?.rawHeaders.join("\n");
  expect(sent).toContain(`Bearer ${tokenSecret}`);
  expect(api.requests.some(({ rawHeaders }) => rawHeaders.includes("Bearer not-kept"))).toBe(false);
});

test("nothing of the browser's request goes on to the cluster", async () => {
  const dan = await server.user("viewer", "dan");
  const body = JSON.stringify({ token: tokenSecret });
  const hostile = {
    "impersonate-user": "system:admin",
    "Impersonate-Group": "system:masters",
    "impersonate-extra-scopes": "all",
    "x-remote-user": "root",
    "X-Remote-Group": "system:masters",
    "x-forwarded-user": "root",
    authorization: "Bearer of-the-browser",
    connection: "Impersonate-User, authorization",
    "x-craton-user": "root",
    forwarded: "for=1.2.3.4",
  };
  const before = api.requests.length;
  const status = await new Promise((resolve, reject) => {
    const headers = {
      ...hostile,
      origin: server.url,
      cookie: dan.cookie,
      "x-csrf-token": dan.csrf,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    };
    const request = http.request(`${server.url}/api/clusters/ours/token`, { method: "PUT", headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    request.once("error", reject);
    request.end(body);
  });
  expect(status).toBe(200);
  const sent = api.requests.slice(before).find(({ url }) => url.includes("selfsubjectreviews"));
  const names = (sent?.rawHeaders ?? []).filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  expect(names.sort()).toEqual([
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
  ]);
  expect(sent?.rawHeaders).toContain(`Bearer ${tokenSecret}`);
  expect(sent?.rawHeaders).toContain("keep-alive");
});

test("no secret is in an answer, a page, the audit log, the server's log or the database", async () => {
  const auditor = await server.user("auditor", "audrey");
  const texts = [
    (await ann.call("GET", "/api/clusters")).text,
    (await ann.call("GET", "/c/fleet/settings?section=clusters")).text,
    (await auditor.call("GET", "/api/audit?limit=500")).text,
    server.stderr(),
  ];
  for (const text of texts) expect(text).not.toContain("hunter2");
  expect(texts[2]).toContain("cluster.set-token");
  const home = path.join(server.state, "console");
  for (const file of fs.readdirSync(home)) {
    const full = path.join(home, file);
    if (fs.statSync(full).isFile()) expect([file, fs.readFileSync(full).includes("hunter2")]).toEqual([file, false]);
  }
  expect(fs.statSync(path.join(home, "secret.key")).mode & 0o777).toBe(0o600);
});

test("after a restart they are there; removing a user or a cluster takes the secrets along", async () => {
  await server.restart("SIGKILL");
  await expect.poll(async () => (await clusters(ann)).mine?.state).toBe("ready");
  expect((await clusters(ann)).ours).toBeDefined();
  expect((await ann.call("DELETE", "/api/users/cid")).status).toBe(200);
  await server.admin("POST", "/users", { user: "root", role: "admin" });
  await server.admin("DELETE", "/users/ann");
  const bob = await server.user("admin", "ben");
  const left = await clusters(bob);
  expect(Object.keys(left)).toEqual(["fleet", "ours"]);
  const again = await server.user("viewer", "cid");
  expect((await clusters(again)).ours?.hasToken).toBe(false);
  expect((await bob.call("DELETE", "/api/clusters/ours")).status).toBe(200);
  expect((await bob.call("DELETE", "/api/clusters/ours")).body.code).toBe("not-found");
  expect(Object.keys(await clusters(bob))).toEqual(["fleet"]);
});

test("the embedded one: its progress, its components' logs, and no other file", async () => {
  const run = path.join(server.state, "run");
  const logs = path.join(server.state, "cluster/log");
  fs.mkdirSync(logs, { recursive: true });
  fs.mkdirSync(run, { recursive: true });
  const write = (state: string, note: string, done: number | null) => {
    const since = new Date().toISOString();
    const component = { name: "etcd", state: "running", pid: 1, restarts: 2, since, why: null };
    const facts = { version: 1, state, note, done, since, kubernetes: "v1.36.3", server: "https://127.0.0.1:1", logs };
    fs.writeFileSync(path.join(run, "cluster.json.tmp"), JSON.stringify({ ...facts, components: [component] }));
    fs.renameSync(path.join(run, "cluster.json.tmp"), path.join(run, "cluster.json"));
  };
  const admin = await server.user("admin", "ada");
  write("building", "compiling k8s.io/api", 0.43);
  await expect
    .poll(async () => (await clusters(admin)).local)
    .toMatchObject({ state: "starting", embedded: { done: 0.43, note: "compiling k8s.io/api" } });
  write("no-go", "there is no Go toolchain", null);
  await expect
    .poll(async () => (await clusters(admin)).local)
    .toMatchObject({ state: "off", why: "there is no Go toolchain" });
  fs.writeFileSync(
    path.join(logs, "etcd.log"),
    Array.from({ length: 500 }, (_, at) => `line ${at} \u001b[31m\u202e`).join("\n"),
  );
  const log = await admin.call("GET", "/api/clusters/local/logs/etcd");
  const lines = log.body.lines as string[];
  expect([lines.length, lines.at(-1)]).toEqual([200, "line 499 "]);
  fs.writeFileSync(path.join(logs, "secret.log"), "hunter2");
  for (const name of ["secret", "..%2f..%2fconsole%2fsecret", "kubelet"]) {
    expect([name, (await admin.call("GET", `/api/clusters/local/logs/${name}`)).status]).toEqual([name, 404]);
  }
  expect((await admin.call("DELETE", "/api/clusters/local")).body.code).toBe("unsupported");
  const viewer = await server.user("viewer", "vera");
  expect((await viewer.call("GET", "/api/clusters/local/logs/etcd")).status).toBe(403);
});
