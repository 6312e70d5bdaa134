/** Rights of windows on a real cluster, one by one: a user of two namespaces, what is taken away, and an API server that is gone. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Source } from "../../lib/contract/live.ts";
import { listKinds } from "../../lib/server/data/kinds.ts";
import { listNamespaces } from "../../lib/server/data/namespaces.ts";
import { searchObjects } from "../../lib/server/data/search.ts";
import { startControlPlane, type TestControlPlane } from "../support/control-plane.ts";
import { ApiServer } from "./oracle/api-server.ts";
import { clusterName, OracleConsole, type Page, type Tab } from "./oracle/console.ts";
import { kinds, objectOf, urlOf } from "./oracle/kinds.ts";

const rbac = "/apis/rbac.authorization.k8s.io/v1";
const apiGroup = "rbac.authorization.k8s.io";
const namespaces = ["one", "two", "three"];
let plane: TestControlPlane;
let api: ApiServer;
let under: OracleConsole;
const tabs: Tab[] = [];

beforeAll(async () => {
  plane = await startControlPlane({ components: ["etcd", "kube-apiserver"] });
  api = new ApiServer(plane.kubeconfigs.admin);
  for (const namespace of namespaces) {
    await api.must("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
    await api.must("POST", `/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: "default" } });
    for (const kind of kinds) {
      const object = objectOf(kind, `thing-${namespace}`, "red");
      if (object !== null) await api.must("POST", urlOf(kind, namespace), object);
    }
  }
  await api.must("POST", `${rbac}/clusterroles`, {
    metadata: { name: "reads" },
    rules: [
      { apiGroups: [""], resources: ["pods", "configmaps", "secrets"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["apps"], resources: ["deployments"], verbs: ["list", "watch"] },
      // Not both: no window.
      { apiGroups: [""], resources: ["services"], verbs: ["list"] },
    ],
  });
  under = new OracleConsole(plane.kubeconfigs, () => []);
  await under.ready("ada");
}, 120_000);
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close();
});
afterAll(async () => {
  await under?.close();
  api?.close();
  await plane?.stop();
});

const bind = (user: string, namespace: string) =>
  api.must("POST", `${rbac}/namespaces/${namespace}/rolebindings`, {
    metadata: { name: user },
    roleRef: { apiGroup, kind: "ClusterRole", name: "reads" },
    subjects: [{ apiGroup, kind: "User", name: user }],
  });
const unbind = (user: string, namespace: string) =>
  api.must("DELETE", `${rbac}/namespaces/${namespace}/rolebindings/${user}`);

/** A tab that keeps what it hears, and waits for what fits. */
function tabOf(user: string, of = under) {
  const tab = of.tab(user);
  tabs.push(tab);
  const heard: Page[] = [];
  let wake = () => {};
  tab.heard = (message) => {
    heard.push(message);
    wake();
  };
  const until = async (fits: (message: Page) => boolean): Promise<Page> => {
    for (;;) {
      const found = heard.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { tab, heard, until };
}
const keysIn = (message: Page) => (message.op === "snapshot" ? message.rows.map(({ key }) => key) : null);
/** A window's keys and counts once the list is whole: a first list may still be on its way. An error is the answer too. */
async function pageOf(user: string, kind: string, of = under) {
  const { tab, heard, until } = tabOf(user, of);
  const { first } = await tab.open({ kind });
  if (first.op === "error" && first.error.code !== "unavailable") return { error: first.error.code };
  await until((message) => "sources" in message && message.sources?.every(isWhole) === true);
  let keys: string[] = [];
  let total = 0;
  for (const message of heard) {
    if (message.op === "error") continue;
    if (message.op === "snapshot") keys = message.rows.map(({ key }) => key);
    else for (const { at, row } of message.rows?.put ?? []) keys.splice(at, 0, row.key);
    total = message.counts?.total ?? total;
  }
  return { keys, total, text: JSON.stringify(heard) };
}
const isWhole = ({ state, loading }: Source) => state === "live" && loading === undefined;

test("who has rights in two namespaces only sees these two, whole and without a word of the third", async () => {
  await bind("ada", "one");
  await bind("ada", "two");
  for (const kind of ["pods", "configmaps", "secrets", "deployments.apps"]) {
    const page = await pageOf("ada", kind);
    expect(page).toMatchObject({ keys: ["one/thing-one", "two/thing-two"], total: 2 });
    expect(page.text).not.toMatch(/never listed|thing-three/);
  }
  const mixed = await pageOf("ada", "workloads");
  expect(mixed.keys?.sort()).toEqual(["deployments.apps/one/thing-one", "deployments.apps/two/thing-two"]);
  for (const kind of ["services", "nodes", "namespaces", "jobs.batch"])
    expect(await pageOf("ada", kind)).toEqual({ error: "forbidden" });

  const actor = under.actor("ada");
  const names = (await listKinds(under.context, actor, clusterName)).map(({ name }) => name);
  expect(names.sort()).toEqual(["configmaps", "deployments.apps", "pods", "secrets", "workloads"]);
  expect(await listNamespaces(under.context, actor, clusterName)).toEqual({ namespaces: ["one", "two"], all: false });
  const found = await searchObjects(under.context, actor, clusterName, { text: "thing", namespaces: [], limit: 20 });
  const places = found.groups.flatMap(({ objects }) => objects.map(({ namespace }) => namespace));
  expect(new Set(places)).toEqual(new Set(["one", "two"]));
  expect(found.groups.map(({ kind, matched }) => [kind, matched])).toEqual(
    expect.arrayContaining([
      ["pods", 2],
      ["configmaps", 2],
      ["deployments.apps", 2],
    ]),
  );
  // The namespaces that the window wishes narrow it, and never widen it.
  const { tab } = tabOf("ada");
  expect(keysIn((await tab.open({ kind: "pods", namespaces: ["two", "three"] })).first)).toEqual(["two/thing-two"]);
  const third = await tab.open({ kind: "pods", namespaces: ["three"] });
  expect(third.first).toMatchObject({ op: "error", error: { code: "forbidden" } });
});

test("a binding that goes takes its rows within 5 s, the last one ends the window, and a new one brings it back", async () => {
  await bind("bea", "one");
  await bind("bea", "two");
  await pageOf("bea", "pods");
  const { tab, heard, until } = tabOf("bea");
  await tab.open({ kind: "pods" });
  await tab.open({ kind: "secrets" });
  await until((message) => message.id === 1 && JSON.stringify(message).includes("one/thing-one"));
  const began = Date.now();
  await unbind("bea", "one");
  for (const id of [0, 1])
    await until(
      (message) =>
        message.op === "delta" && message.id === id && message.rows?.remove?.includes("one/thing-one") === true,
    );
  await unbind("bea", "two");
  for (const id of [0, 1])
    await until((message) => message.op === "error" && message.id === id && message.error.code === "forbidden");
  expect(Date.now() - began).toBeLessThan(5_000);
  const before = heard.length;
  await bind("bea", "three");
  for (const id of [0, 1])
    await until(
      (message) =>
        heard.indexOf(message) >= before && message.id === id && JSON.stringify(message).includes("three/thing-three"),
    );
  const since = JSON.stringify(heard.slice(before));
  expect(since).not.toContain("thing-one");
  expect(since).not.toContain("thing-two");
});

test("an index of a user's own token reads where that user may list, and shows it", async () => {
  const who = "system:serviceaccount:two:default";
  await api.must("POST", `${rbac}/namespaces/two/rolebindings`, {
    metadata: { name: "of-token" },
    roleRef: { apiGroup, kind: "ClusterRole", name: "reads" },
    subjects: [{ kind: "ServiceAccount", namespace: "two", name: "default" }],
  });
  const made = await api.must("POST", "/api/v1/namespaces/two/serviceaccounts/default/token", { spec: {} });
  const { token } = (made as { status: { token: string } }).status;
  const own = new OracleConsole(plane.kubeconfigs, () => [], { of: () => token, namespace: "two" });
  try {
    await own.ready(who);
    for (const kind of ["pods", "secrets", "deployments.apps"])
      expect(await pageOf(who, kind, own)).toMatchObject({ keys: ["two/thing-two"], total: 1 });
    expect(await pageOf(who, "nodes", own)).toEqual({ error: "forbidden" });
    const names = (await listKinds(own.context, own.actor(who), clusterName)).map(({ name }) => name);
    expect(names.sort()).toEqual(["configmaps", "deployments.apps", "pods", "secrets", "workloads"]);
  } finally {
    for (const tab of tabs.splice(0)) tab.close();
    await own.close();
  }
});

test("while the API server is gone nothing new is shown, the view says why, and it heals by itself", async () => {
  await bind("cleo", "one");
  await pageOf("cleo", "pods");
  const { tab, heard, until } = tabOf("cleo");
  await tab.open({ kind: "pods" });
  const back = plane.becomes("kube-apiserver", ({ restarts, state }) => restarts > 0 && state === "running");
  plane.kill("kube-apiserver", "SIGSTOP");
  const error = await until((message) => message.op === "error");
  expect(error).toMatchObject({ error: { code: "unavailable", message: expect.stringContaining("rights") } });
  const before = heard.length;
  plane.kill("kube-apiserver", "SIGKILL");
  await back;
  const healed = await until((message) => heard.indexOf(message) >= before && message.op === "snapshot");
  expect(keysIn(healed)).toEqual(["one/thing-one"]);
});
