/** Tokens for clusters, and clusters that are another's: what somebody learns of them who may not open them. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type FakeApiServer, startFakeApiServer } from "../../../e2e/support/fake-api-server.ts";
import type { Role } from "../../contract/roles.ts";
import { ClusterStore } from "../clusters/cluster-store.ts";
import { Clusters } from "../clusters/clusters.ts";
import { SecretBox } from "../clusters/secret-box.ts";
import type { ServerContext } from "../context.ts";
import { createLog } from "../log.ts";
import { openDatabase } from "../store/database.ts";
import { PasswordHasher } from "../user/password.ts";
import { Users } from "../user/users.ts";
import type { Actor } from "./actor.ts";
import { removeToken, setToken } from "./cluster-tokens.ts";
import { listKinds } from "./kinds.ts";
import { getObject } from "./kube-objects.ts";
import { actOnObjects } from "./kube-objects-actions.ts";
import { objectRights } from "./kube-objects-rights.ts";
import { listNamespaces } from "./namespaces.ts";
import { searchObjects } from "./search.ts";

vi.setConfig({ testTimeout: 30_000 });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-tokens-"));
const written: { action: string; object: string; outcome: string }[] = [];
let server: FakeApiServer;
let clusters: Clusters;
let context: ServerContext;
/** Runs while the API server is asked who a token belongs to. */
let meanwhile = () => {};

beforeAll(async () => {
  server = await startFakeApiServer((_request, response) => {
    meanwhile();
    response.end(JSON.stringify({ status: { userInfo: { username: "eve" } } }));
  });
  const db = openDatabase(path.join(folder, "console.db"));
  const users = new Users(db, new PasswordHasher());
  for (const [name, role] of [["ann", "admin"] as const, ["eve", "editor"] as const]) await users.add(name, role);
  clusters = new Clusters({
    ...{ state: folder, home: folder, kubeconfigs: [], log: createLog(() => {}) },
    store: new ClusterStore(db, await SecretBox.open(folder)),
    groupsOf: () => [],
    makeIndex: () => {
      throw new Error("nobody may come so far");
    },
    closedPorts: () => [],
  });
  const parts = {
    config: { readOnly: false, version: "1" },
    clusters,
    audit: {
      append: async (entry: (typeof written)[number]) => {
        written.push(entry);
        return { ...entry, seq: written.length };
      },
    },
  };
  context = parts as unknown as ServerContext;
});
afterEach(() => {
  meanwhile = () => {};
  for (const { name } of clusters.list({ user: "ann", role: "admin" })) clusters.remove(name);
});
afterAll(async () => {
  await clusters.close();
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const actor = (user: string, role: Role): Actor => ({ user, role, address: "", requestId: "", session: user });
const eve = actor("eve", "editor");
const add = (name: string, access: "single-user" | "token", at = server.url) =>
  clusters.add({
    ...{ name, access, owner: "ann", context: "fake" },
    kubeconfig: server.kubeconfig({ token: "ann's" }, { server: at }),
  });

test("a cluster of another administrator is not there, by any question, in the very words for one that is not", async () => {
  add("hidden", "single-user");
  const object = { kind: "pods", namespace: "default", name: "web" };
  const questions: Record<string, (cluster: string) => Promise<unknown>> = {
    kinds: (cluster) => listKinds(context, eve, cluster),
    namespaces: (cluster) => listNamespaces(context, eve, cluster),
    search: (cluster) => searchObjects(context, eve, cluster, { text: "a", namespaces: [], limit: 5 }),
    object: (cluster) => getObject(context, eve, { cluster, ...object }),
    rights: (cluster) => objectRights(context, eve, { cluster, ...object }),
    action: (cluster) => actOnObjects(context, eve, { cluster, kind: "pods" }, { action: "delete", targets: [object] }),
    token: (cluster) => setToken(context, eve, cluster, "mine"),
    "no token": (cluster) => removeToken(context, eve, cluster),
  };
  for (const [what, ask] of Object.entries(questions)) {
    const said = async (cluster: string) =>
      ask(cluster).then(
        () => "an answer",
        (error: Error & { code: string }) => `${error.code}: ${error.message.replaceAll(cluster, "NAME")}`,
      );
    expect(`${what} ${await said("hidden")}`).toBe(`${what} ${await said("absent")}`);
    expect(await said("hidden")).toMatch(/^not-found/);
  }
  // Whose list shows it learns why it stays closed.
  await expect(listKinds(context, actor("bob", "admin"), "hidden")).rejects.toMatchObject({ code: "forbidden" });
});

test("an action on a cluster that acts with another's credential is refused, and the refusal is written down", async () => {
  add("hers", "single-user");
  const request = { action: "delete", targets: [{ namespace: "default", name: "web" }] } as const;
  const asked = actOnObjects(
    context,
    actor("bob", "admin"),
    { cluster: "hers", kind: "pods" },
    { ...request, targets: [...request.targets] },
  );
  await expect(asked).rejects.toMatchObject({ code: "forbidden" });
  expect(written.at(-1)).toMatchObject({
    user: "bob",
    action: "object.delete",
    object: "hers/pods/default/web",
    outcome: "refused",
  });
});

test("a token is not kept for another cluster that took the name while it was tried", async () => {
  add("ours", "token");
  await setToken(context, eve, "ours", "first");
  expect(clusters.list(eve)[0]).toMatchObject({ name: "ours", hasToken: true });
  meanwhile = () => {
    meanwhile = () => {};
    clusters.remove("ours");
    add("ours", "token", `${server.url}/elsewhere`);
  };
  await expect(setToken(context, eve, "ours", "second")).rejects.toMatchObject({ code: "unavailable" });
  expect(clusters.list(eve)[0]).toMatchObject({ name: "ours", hasToken: false });
});
