/** Who acts as whom, with which credential, on clusters of each source; and what changes while the console runs. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type FakeApiServer, startFakeApiServer } from "../../../e2e/support/fake-api-server.ts";
import type { ClusterStatus } from "../../contract/cluster-status.ts";
import { createLog } from "../log.ts";
import { openDatabase } from "../store/database.ts";
import { PasswordHasher } from "../user/password.ts";
import { Users } from "../user/users.ts";
import { ClusterStore } from "./cluster-store.ts";
import { Clusters } from "./clusters.ts";
import { inClusterSpec } from "./in-cluster.ts";
import type { Subject } from "./kube-cluster.ts";
import type { PooledIndex } from "./pooled-index.ts";
import { SecretBox } from "./secret-box.ts";

vi.setConfig({ testTimeout: 30_000 });

const state = fs.mkdtempSync(path.join(os.tmpdir(), "craton-clusters-"));
const home = path.join(state, "console");
const local = path.join(home, "clusters/local");
const file = path.join(state, "admin.kubeconfig");
let api: FakeApiServer;
let users: Users;
let clusters: Clusters;

function writeStatus(status: ClusterStatus["state"], note = ""): void {
  const since = new Date().toISOString();
  const facts = { version: 1, state: status, note, done: null, since, kubernetes: "v1.36.3", server: api.url };
  const target = path.join(state, "run/cluster.json");
  fs.writeFileSync(`${target}.tmp`, JSON.stringify({ ...facts, logs: state, components: [] }));
  fs.renameSync(`${target}.tmp`, target);
}
function writeIdentities(token: string): void {
  for (const name of ["reader", "impersonator"])
    fs.writeFileSync(path.join(local, `${name}.kubeconfig`), api.kubeconfig({ token: `${name}-${token}` }));
}
/** Resolves when a change makes it true. */
function when(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isSo()) return;
      stop();
      resolve();
    };
    const stop = clusters.onChange(look);
    look();
  });
}
const ann: Subject = { user: "ann", role: "admin" };
const bob: Subject = { user: "bob", role: "viewer" };
async function ask(name: string, subject: Subject) {
  await clusters.get(name).as(subject).json({ path: "/api" });
  const raw = api.requests.at(-1)?.rawHeaders ?? [];
  const all = raw.flatMap((value, at) => (at % 2 === 0 ? [`${value.toLowerCase()}: ${raw[at + 1]}`] : []));
  return all.filter((line) => /^(authorization|impersonate)/.test(line)).sort();
}
const codeOf = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

beforeAll(async () => {
  api = await startFakeApiServer((_request, response) => response.end("{}"));
  for (const folder of [path.join(state, "run"), local]) fs.mkdirSync(folder, { recursive: true });
  const db = openDatabase(path.join(home, "console.db"));
  users = new Users(db, new PasswordHasher());
  await users.add("ann", "admin");
  await users.add("bob", "viewer");
  fs.writeFileSync(file, api.kubeconfig({ token: "of-the-file" }));
  writeStatus("building", "compiling");
  clusters = new Clusters({
    ...{ state, home, log: createLog(() => {}), kubeconfigs: [{ file, context: null }] },
    store: new ClusterStore(db, await SecretBox.open(home)),
    groupsOf: (user) => users.find(user)?.groups ?? [],
    makeIndex: ({ kubeconfig }) => {
      begun.push(kubeconfig);
      const nothing = { onRights: () => () => {}, touch: () => {}, idleMs: 0, close: async () => {} };
      const index = { ...nothing, kinds: () => [], sources: () => [], isDiscovered: false };
      indexes.push(index);
      return index as unknown as PooledIndex;
    },
    closedPorts: () => [],
  });
});
const indexes: { isDiscovered: boolean }[] = [];
/** Kubeconfigs of the indexes that were begun. */
const begun: string[] = [];
beforeEach(() => {
  api.requests.length = 0;
});
afterAll(async () => {
  await clusters?.close();
  await api?.stop();
  fs.rmSync(state, { recursive: true });
});

test("the embedded one is listed from the first moment, and opens when its credentials are there", async () => {
  expect(clusters.list(bob).map(({ name, state: at, why }) => [name, at, why])).toEqual([
    ["local", "starting", "compiling"],
  ]);
  expect(codeOf(() => clusters.get("local").as(bob))).toBe("unavailable");
  expect(clusters.closedPorts).toEqual([1, 2, 3, 4].map((more) => api.port + more));
  expect(begun).toEqual([]);
  writeIdentities("one");
  writeStatus("ready");
  await when(() => clusters.list(bob)[0]?.state === "ready");
  // It is read at once, so that whoever opens it finds its lists there.
  expect(begun).toEqual([expect.stringContaining("reader-one")]);
  expect(await ask("local", bob)).toEqual([
    "authorization: Bearer impersonator-one",
    "impersonate-group: craton:viewer",
    "impersonate-user: bob",
  ]);
});

test("what a cluster does not have is known when its discovery was read, not before", () => {
  const local = clusters.get("local");
  const codes = () => [codeOf(() => local.kind(bob, "configmaps")), codeOf(() => local.kinds(bob))];
  expect(codes()).toEqual(["unavailable", "unavailable"]);
  for (const index of indexes) index.isDiscovered = true;
  expect(codes()).toEqual(["not-found", null]);
});

test("groups are the user's as they are now: chosen ones, none, those of the role", async () => {
  users.update("bob", { groups: ["editor", "auditor"] });
  expect((await ask("local", bob)).filter((line) => line.includes("group"))).toEqual([
    "impersonate-group: craton:auditor",
    "impersonate-group: craton:editor",
  ]);
  users.update("bob", { groups: [] });
  expect(await ask("local", bob)).toEqual(["authorization: Bearer impersonator-one", "impersonate-user: bob"]);
  users.update("bob", { groups: null, role: "editor" });
  expect((await ask("local", bob))[1]).toBe("impersonate-group: craton:editor");
  // One who is gone has no group left, whatever the session's role was.
  expect(await ask("local", { user: "ghost", role: "admin" })).not.toContain("impersonate-group: craton:admin");
});

test("a renewed credential is used from the next request on; an old connection ends", async () => {
  const before = clusters.get("local").as(bob);
  writeIdentities("two");
  await vi.waitFor(async () => expect(await ask("local", bob)).toContain("authorization: Bearer impersonator-two"));
  await expect(before.json({ path: "/api" })).rejects.toMatchObject({ code: "cluster-unreachable" });
});

test("when the cluster stops nobody is let in, with the reason", async () => {
  writeStatus("failed", "etcd does not start");
  await when(() => clusters.list(bob)[0]?.state === "down");
  expect(() => clusters.get("local").as(bob)).toThrow("etcd does not start");
  writeStatus("ready");
  await when(() => clusters.list(bob)[0]?.state === "ready");
});

test("a file of the command line is the administrators', with its own credential and nobody impersonated", async () => {
  const [, fake] = clusters.list(ann);
  expect(fake).toMatchObject({ name: "fake", type: "kubeconfig", access: "single-user", owner: null, server: api.url });
  expect(await ask("fake", ann)).toEqual(["authorization: Bearer of-the-file"]);
  expect(clusters.list({ user: "bob", role: "editor" }).map(({ name }) => name)).toEqual(["local"]);
  expect(["forbidden", "not-found"]).toContain(codeOf(() => clusters.get("fake").as(bob)));
  expect(codeOf(() => clusters.remove("fake"))).toBe("unsupported");
  expect(codeOf(() => clusters.get("nowhere"))).toBe("not-found");
});

test("inside of a pod the service account is a cluster too", () => {
  const folder = path.join(state, "service-account");
  const env = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443" };
  expect(inClusterSpec(env, folder)).toBeNull();
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, "token"), "t");
  expect(inClusterSpec({}, folder)).toBeNull();
  expect(inClusterSpec(env, folder)).toMatchObject({
    name: "in-cluster",
    server: "https://[fd00::1]:443",
    owner: null,
  });
});
