import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { KubeConnection } from "../../../api/kube/connection.ts";
import { CratonError } from "../../../contract/errors.ts";
import type { KubeKind } from "../../../contract/kube-kind.ts";
import { Table, type TableKind } from "../table.ts";
import { KubeFeed } from "./feed.ts";

type Listener = (event: object) => void;
let isDown: boolean;
/** Lists do not end. */
let isSlow: boolean;
let columns: { name: string; type: string }[];
let asked: string[];
let watches: Map<string, Listener>;
let tables: Map<string, Table>;
let kinds: KubeKind[];
let rights: number;
let feed: KubeFeed;

const resource = (name: string, kind: string, scope = "Namespaced") => ({
  ...{ resource: name, responseKind: { kind }, scope, verbs: ["list", "watch"] },
});
const group = (name: string, ...resources: object[]) => ({
  metadata: { name },
  versions: [{ version: "v1", resources }],
});
const api = [group("", resource("pods", "Pod"), resource("nodes", "Node", "Cluster"), resource("secrets", "Secret"))];
const apis = [
  group("apps", resource("deployments", "Deployment")),
  group("rbac.authorization.k8s.io", resource("roles", "Role")),
  group("ring.example", resource("bells", "Bell")),
];
const listEnd = {
  type: "BOOKMARK",
  object: { metadata: { resourceVersion: "1", annotations: { "k8s.io/initial-events-end": "true" } } },
};

/** A server whose lists are empty and whose watches the test speaks in. */
const connection: KubeConnection = {
  server: "https://test",
  close: () => {},
  json: <T>({ path }: { path: string }) => {
    asked.push(path);
    if (isDown) return Promise.reject(new CratonError("unavailable", { what: "test", why: "it is down" }));
    if (path.startsWith("/apis/ring")) return Promise.resolve({ columnDefinitions: columns } as T);
    return Promise.resolve({ kind: "APIGroupDiscoveryList", items: path === "/api" ? api : apis } as T);
  },
  send: ({ path, signal }) => {
    const place = path.split("?")[0] ?? "";
    asked.push(place);
    async function* body() {
      const waiting: object[] = isSlow ? [] : [listEnd];
      let wake = () => {};
      watches.set(place, (event) => {
        waiting.push(event);
        wake();
      });
      signal?.addEventListener("abort", () => wake());
      while (!signal?.aborted) {
        for (const event of waiting.splice(0)) yield Buffer.from(`${JSON.stringify(event)}\n`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    return Promise.resolve({ status: 200, headers: {}, body: body() });
  },
};
const tell = (path: string, type: string, name: string, more: object = {}) => {
  const metadata = {
    name,
    namespace: "default",
    resourceVersion: String(++version),
    ...(more as { metadata?: object }).metadata,
  };
  watches.get(path)?.({ type, object: { ...more, metadata } });
};
let version: number;
const settle = (ms = 100) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  [isDown, isSlow, columns, asked, watches, tables, kinds, rights, version] = [
    false,
    false,
    [],
    [],
    new Map(),
    new Map(),
    [],
    0,
    10,
  ];
  const addKind = (kind: TableKind) => {
    const table = new Table(kind);
    tables.set(kind.name, table);
    return table;
  };
  const table = (name: string) => {
    const found = tables.get(name);
    if (!found) throw new Error(name);
    return found;
  };
  feed = new KubeFeed(
    { addKind, table, removeKind: (name) => void tables.delete(name), changed: () => {} },
    {
      connect: () => connection,
      kindsChanged: (found) => {
        kinds = found;
      },
      rightsChanged: () => {
        rights++;
      },
      sourcesChanged: () => {},
    },
  );
});
afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

test("a cluster that does not answer has its well-known kinds, and says why they are empty", async () => {
  isDown = true;
  feed.start();
  await settle();
  expect(tables.has("pods")).toBe(true);
  feed.want("pods");
  expect(feed.sources("pods")).toEqual([
    { name: "pods", state: "down", asOf: null, why: "test is not available: it is down" },
  ]);
  expect(feed.allSources().length).toBeGreaterThan(10);
  expect(feed.allSources().every(({ state, why }) => state === "down" && why !== null)).toBe(true);
  isDown = false;
  await settle(2_000);
  expect(feed.sources("pods")).toMatchObject([{ state: "live" }]);
});

test("some kinds are watched always, others while somebody looks and ten minutes more, Secrets never", async () => {
  feed.start();
  await settle();
  expect([...watches.keys()].sort()).toEqual([
    "/api/v1/nodes",
    "/api/v1/pods",
    "/apis/apps/v1/deployments",
    "/apis/rbac.authorization.k8s.io/v1/roles",
  ]);
  feed.want("bells.ring.example");
  feed.want("secrets");
  await settle();
  expect(watches.has("/apis/ring.example/v1/bells")).toBe(true);
  expect(asked.some((path) => path.includes("secrets"))).toBe(false);
  expect(() => feed.want("nothing")).toThrow(/there is no kind nothing/);
  feed.release("bells.ring.example");
  await settle(599_000);
  expect(feed.sources("bells.ring.example")).toMatchObject([{ state: "live" }]);
  await settle(2_000);
  expect(feed.sources("bells.ring.example")).toMatchObject([{ state: "connecting" }]);
});

test("a workload is in its own list and in the mixed one, and goes from both", async () => {
  feed.start();
  await settle();
  tell("/apis/apps/v1/deployments", "ADDED", "web", { spec: { replicas: 2 } });
  await settle();
  expect(tables.get("deployments.apps")?.has("default/web")).toBe(true);
  const mixed = tables.get("workloads");
  const slot = mixed?.slot("deployments.apps/default/web") ?? -1;
  expect(feed.kindOf(mixed?.sources[slot] ?? -1)).toBe("deployments.apps");
  tell("/apis/apps/v1/deployments", "DELETED", "web");
  await settle();
  expect([tables.get("deployments.apps")?.size, mixed?.size]).toEqual([0, 0]);
});

test("changes of roles are told once for a burst", async () => {
  feed.start();
  await settle(1_000);
  const before = rights;
  for (let at = 0; at < 20; at++) tell("/apis/rbac.authorization.k8s.io/v1/roles", "ADDED", `r${at}`);
  await settle(200);
  expect(rights - before).toBe(1);
});

test("columns of a custom resource come with discovery; others make a new table", async () => {
  columns = [{ name: "Tone", type: "string" }];
  feed.start();
  await settle();
  const first = tables.get("bells.ring.example");
  expect(first?.kind.columns.map(({ id }) => id)).toContain("tone");
  feed.want("bells.ring.example");
  await settle();
  const table = { kind: "Table", columnDefinitions: [{ name: "Weight", type: "integer" }], rows: [] };
  const row = { cells: [12], object: { metadata: { name: "big", namespace: "default", resourceVersion: "99" } } };
  watches.get("/apis/ring.example/v1/bells")?.({ type: "ADDED", object: { ...table, rows: [row] } });
  await settle();
  expect(tables.get("bells.ring.example")).not.toBe(first);
  expect(kinds.find(({ name }) => name === "bells.ring.example")?.columns.map(({ id }) => id)).toContain("weight");
});

test("without a right on the cluster each namespace is watched, and a lost one goes with its rows", async () => {
  feed.setReach({ pods: ["a", "b"] });
  feed.start();
  await settle();
  expect([...watches.keys()].sort()).toEqual(["/api/v1/namespaces/a/pods", "/api/v1/namespaces/b/pods"]);
  tell("/api/v1/namespaces/a/pods", "ADDED", "one", { metadata: { namespace: "a" } });
  tell("/api/v1/namespaces/b/pods", "ADDED", "two", { metadata: { namespace: "b" } });
  await settle();
  expect(tables.get("pods")?.size).toBe(2);
  feed.setReach({ pods: ["b"] });
  expect(tables.get("pods")?.has("a/one")).toBe(false);
  expect(tables.get("pods")?.has("b/two")).toBe(true);
  expect(feed.sources("nodes")).toMatchObject([{ state: "down", why: "the console's credential may not list nodes" }]);
});

test("nodes show what their pods ask for", async () => {
  feed.start();
  await settle();
  tell("/api/v1/nodes", "ADDED", "n", { metadata: { namespace: undefined } });
  const spec = {
    nodeName: "n",
    containers: [{ resources: { requests: { cpu: "100m" } } }, { resources: { requests: { cpu: "200m" } } }],
  };
  tell("/api/v1/pods", "ADDED", "p", { spec, status: { phase: "Running" } });
  await settle(500);
  const cell = (id: string) => {
    const table = tables.get("nodes");
    return table?.columns[table.position(id)]?.get(table.slot("n") ?? -1);
  };
  expect([cell("pods"), cell("cpu")]).toEqual([1, 0.3]);
  tell("/api/v1/pods", "MODIFIED", "p", { spec, status: { phase: "Succeeded" } });
  await settle(500);
  expect([cell("pods"), cell("cpu")]).toEqual([0, 0]);
});

test("who opens a list does not wait until all the others are listed", async () => {
  isSlow = true;
  feed.start();
  await settle();
  expect([...watches.keys()]).toEqual(["/apis/rbac.authorization.k8s.io/v1/roles"]);
  feed.want("bells.ring.example");
  feed.want("pods");
  await settle();
  expect([...watches.keys()].slice(1)).toEqual(["/apis/ring.example/v1/bells", "/api/v1/pods"]);
});
