/**
 * As whom the console is towards each API server, with real https servers that write down what they are sent: nobody's
 * credential reaches another cluster, acts for another user, or outlives its removal; the console has none to fall back to.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type FakeApiServer, startFakeApiServer } from "../../../e2e/support/fake-api-server.ts";
import { createLog } from "../log.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { PasswordHasher } from "../user/password.ts";
import { Users } from "../user/users.ts";
import { ClusterStore } from "./cluster-store.ts";
import { Clusters } from "./clusters.ts";
import type { Subject } from "./kube-cluster.ts";
import { SecretBox } from "./secret-box.ts";

vi.setConfig({ testTimeout: 30_000 });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-identities-"));
const servers: FakeApiServer[] = [];
let db: Database;
let users: Users;
let clusters: Clusters;
let agentPorts: number[] = [];
beforeAll(async () => {
  for (let at = 0; at < 2; at++) servers.push(await startFakeApiServer((_request, response) => response.end("{}")));
  db = openDatabase(path.join(folder, "console.db"));
  users = new Users(db, new PasswordHasher());
  await users.add("ann", "admin");
  clusters = new Clusters({
    ...{ state: folder, home: folder, kubeconfigs: [], log: createLog(() => {}) },
    store: new ClusterStore(db, await SecretBox.open(folder)),
    groupsOf: (user) => users.find(user)?.groups ?? [],
    makeIndex: () => {
      throw new Error("no test looks at an index");
    },
    closedPorts: () => agentPorts,
  });
});
afterEach(() => {
  for (const { name } of clusters.list(ann)) clusters.remove(name);
  for (const server of servers) server.requests.length = 0;
});
afterAll(async () => {
  await clusters.close();
  for (const server of servers) await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const ann: Subject = { user: "ann", role: "admin" };
const bob: Subject = { user: "bob", role: "viewer" };
const eve: Subject = { user: "eve", role: "viewer" };
const serverAt = (at: number) => servers[at] as FakeApiServer;
function add(name: string, at: number, access: "token" | "single-user", token = "ann's own") {
  clusters.add({ ...{ name, access, owner: "ann", context: "fake" }, kubeconfig: serverAt(at).kubeconfig({ token }) });
}
const ask = (name: string, subject: Subject) => clusters.get(name).as(subject).json({ path: "/api" });
/** Credentials, and all that says for whom somebody acts, of every request to a server. */
const sentTo = (at: number) =>
  serverAt(at).requests.map(({ rawHeaders }) =>
    rawHeaders.filter((_, place) =>
      /^(authorization|impersonate.*|x-remote.*|cookie)$/i.test(rawHeaders[place - 1] ?? ""),
    ),
  );

test("each user's token goes to its own cluster alone, and no request holds another's", async () => {
  for (const name of ["bob", "eve"]) await users.add(name, "viewer");
  for (const [at, name] of ["one", "two"].entries()) {
    add(name, at, "token");
    for (const { user } of [bob, eve]) clusters.setToken(name, user, `${user} on ${name}`);
  }
  await Promise.all([bob, eve, bob, eve].flatMap((subject) => ["one", "two"].map((name) => ask(name, subject))));
  for (const [at, name] of ["one", "two"].entries()) {
    expect(new Set(sentTo(at).flat())).toEqual(new Set([`Bearer bob on ${name}`, `Bearer eve on ${name}`]));
    expect(sentTo(at).every((all) => all.length === 1)).toBe(true);
  }
});

test("without a token of one's own nothing is asked, also not with what the kubeconfig held", async () => {
  add("one", 0, "token");
  for (const subject of [ann, bob, eve]) expect(() => clusters.get("one").as(subject)).toThrow("a token of your own");
  expect(serverAt(0).requests).toEqual([]);
});

test("one credential acts for its owner alone, not for another administrator", async () => {
  add("one", 0, "single-user");
  await ask("one", ann);
  expect(sentTo(0)).toEqual([["Bearer ann's own"]]);
  expect(() => clusters.get("one").as({ user: "zoe", role: "admin" })).toThrow("its owner");
  expect(() => clusters.get("one").as(bob)).toThrow("there is no Kubernetes cluster");
  // Who is no administrator any more keeps what is theirs.
  await ask("one", { user: "ann", role: "viewer" });
  expect(serverAt(0).requests).toHaveLength(2);
});

test("another cluster under the name of an old one gets neither its connections nor its tokens", async () => {
  add("one", 0, "token");
  clusters.setToken("one", "bob", "bob's");
  const old = clusters.get("one");
  const connection = old.as(bob);
  await connection.json({ path: "/api" });
  clusters.remove("one");
  add("one", 1, "token");
  await expect(connection.json({ path: "/api" })).rejects.toMatchObject({ code: "cluster-unreachable" });
  expect(() => clusters.get("one").as(bob)).toThrow("a token of your own");
  expect(serverAt(0).requests).toHaveLength(1);
  expect(serverAt(1).requests).toEqual([]);
});

test("a token that is changed or taken away is not sent once more, by a connection of before either", async () => {
  add("one", 0, "token");
  clusters.setToken("one", "bob", "first");
  const first = clusters.get("one").as(bob);
  await first.json({ path: "/api" });
  clusters.setToken("one", "bob", "second");
  await expect(first.json({ path: "/api" })).rejects.toMatchObject({ code: "cluster-unreachable" });
  await ask("one", bob);
  const second = clusters.get("one").as(bob);
  clusters.setToken("one", "bob", null);
  await expect(second.json({ path: "/api" })).rejects.toMatchObject({ code: "cluster-unreachable" });
  expect(sentTo(0)).toEqual([["Bearer first"], ["Bearer second"]]);
});

test("another user of a removed one's name finds neither token nor cluster", async () => {
  await users.add("tom", "admin");
  clusters.add({
    ...{ name: "toms", access: "single-user", owner: "tom", context: "fake" },
    kubeconfig: serverAt(0).kubeconfig({ token: "tom's" }),
  });
  add("one", 0, "token");
  clusters.setToken("one", "tom", "tom's");
  const connection = clusters.get("toms").as({ user: "tom", role: "admin" });
  users.remove("tom");
  clusters.forgetUser("tom");
  await users.add("tom", "admin");
  expect(() => clusters.get("toms")).toThrow("there is no Kubernetes cluster");
  expect(() => clusters.get("one").as({ user: "tom", role: "admin" })).toThrow("a token of your own");
  await expect(connection.json({ path: "/api" })).rejects.toMatchObject({ code: "cluster-unreachable" });
  expect(serverAt(0).requests).toEqual([]);
});

test("a cluster at an address that an agent has by now is not spoken to any more, by a connection of before either", async () => {
  add("one", 0, "token");
  clusters.setToken("one", "bob", "bob's");
  const before = clusters.get("one").as(bob);
  await before.json({ path: "/api" });
  agentPorts = [serverAt(0).port];
  clusters.portsChanged();
  await expect(before.json({ path: "/api" })).rejects.toMatchObject({ code: "cluster-unreachable" });
  expect(clusters.list(bob)[0]).toMatchObject({ state: "down" });
  expect(() => clusters.get("one").as(bob)).toThrow();
  expect(serverAt(0).requests).toHaveLength(1);
  agentPorts = [];
  clusters.portsChanged();
  await ask("one", bob);
});
