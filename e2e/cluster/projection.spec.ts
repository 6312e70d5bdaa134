/** Our projections beside the printer of a real API server: what kubectl would show of the same objects. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { KubeConnection } from "../../lib/api/kube/connection.ts";
import { printedCell, printedColumns } from "../../lib/server/index/kube/table-columns.ts";
import { startControlPlane, type TestControlPlane } from "../support/control-plane.ts";
import { connectAs, FeedWorld } from "../support/feed-world.ts";
import { podCases } from "../support/pod-cases.ts";
import { seededObjects } from "../support/seeded-objects.ts";

let plane: TestControlPlane;
let admin: KubeConnection;
let world: FeedWorld;
beforeAll(async () => {
  plane = await startControlPlane({ components: ["etcd", "kube-apiserver"] });
  admin = connectAs(plane.kubeconfigs.admin);
  await create("/api/v1/namespaces/default/serviceaccounts", { metadata: { name: "default" } });
  for (const { path, object, status } of seededObjects) await create(path, object, status);
  for (const { name, spec, status, isDeleted } of podCases) {
    const finalizers = isDeleted ? ["example.com/test"] : [];
    const more = isDeleted ? { nodeName: "somewhere" } : {};
    await create(
      "/api/v1/namespaces/default/pods",
      { metadata: { name, finalizers }, spec: { ...spec, ...more } },
      status,
    );
    if (isDeleted) await admin.json({ method: "DELETE", path: `/api/v1/namespaces/default/pods/${name}` });
  }
  world = new FeedWorld(() => connectAs(plane.kubeconfigs.reader));
  await world.until("pods are listed", () => world.kinds.length > 0 && world.isLive("pods"));
});
afterAll(async () => {
  world?.stop();
  admin?.close();
  await plane?.stop();
});

async function create(path: string, object: object, status?: object): Promise<void> {
  const made = await admin.json<{ metadata: { name: string } }>({ method: "POST", path, body: object });
  if (status === undefined) return;
  const one = `${path}/${made.metadata.name}`;
  const contentType = "application/merge-patch+json";
  await admin.json({ method: "PATCH", path: `${one}/status`, body: { status }, contentType });
}

type Printed = {
  columnDefinitions: { name: string; type: string; priority?: number }[];
  rows: { cells: unknown[]; object: { metadata: { name: string; namespace?: string } } }[];
};
/** Rows of the server's printer by key: cells by the name of their column. */
async function printed(path: string) {
  const accept = "application/json;as=Table;g=meta.k8s.io;v=v1";
  const table = await admin.json<Printed>({ path: `${path}?includeObject=Metadata`, accept });
  return new Map(
    table.rows.map(({ cells, object: { metadata } }) => [
      metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name,
      Object.fromEntries(table.columnDefinitions.map(({ name }, at) => [name, cells[at]])),
    ]),
  );
}

test("pods: status, ready and restarts are kubectl's, word for word", async () => {
  const rows = await printed("/api/v1/namespaces/default/pods");
  expect(rows.size).toBe(podCases.length);
  for (const { name, word, ready, restarts } of podCases) {
    const key = `default/${name}`;
    const theirs = rows.get(key) ?? {};
    const ours = world.row("pods", key) ?? {};
    const told = [world.word("pods", key), ours.ready, ours.restarts];
    expect([name, ...told]).toEqual([name, theirs.Status, theirs.Ready, Number.parseInt(String(theirs.Restarts), 10)]);
    expect([name, ...told]).toEqual([name, word, ready, restarts]);
  }
});

/** By kind: the printer's column and ours; a function where we say it otherwise. */
const compared: Record<string, { path: string; columns: Record<string, string> }> = {
  "deployments.apps": {
    path: "/apis/apps/v1/deployments",
    columns: { Ready: "ready", "Up-to-date": "updated", Available: "available", Images: "images" },
  },
  "statefulsets.apps": { path: "/apis/apps/v1/statefulsets", columns: { Ready: "ready", Images: "images" } },
  "daemonsets.apps": {
    path: "/apis/apps/v1/daemonsets",
    columns: { Desired: "desired", "Up-to-date": "updated", Available: "available" },
  },
  "jobs.batch": { path: "/apis/batch/v1/jobs", columns: { Completions: "ready", Status: "status" } },
  "cronjobs.batch": { path: "/apis/batch/v1/cronjobs", columns: { Schedule: "schedule", Active: "active" } },
  services: { path: "/api/v1/services", columns: { Type: "type", "Cluster-IP": "clusterIp" } },
  nodes: { path: "/api/v1/nodes", columns: { Status: "status", Version: "version", "Internal-IP": "ip" } },
  persistentvolumes: { path: "/api/v1/persistentvolumes", columns: { Status: "status", "Access Modes": "modes" } },
  persistentvolumeclaims: {
    path: "/api/v1/persistentvolumeclaims",
    columns: { Status: "status", StorageClass: "class", "Access Modes": "modes" },
  },
  namespaces: { path: "/api/v1/namespaces", columns: { Status: "status" } },
  "rolebindings.rbac.authorization.k8s.io": {
    path: "/apis/rbac.authorization.k8s.io/v1/rolebindings",
    columns: { Role: "role" },
  },
};

test.each(Object.keys(compared))("%s say what the printer says", async (kind) => {
  const { path, columns } = compared[kind] as (typeof compared)[string];
  world.feed.want(kind);
  await world.until(`${kind} are listed`, () => world.isLive(kind));
  const rows = await printed(path);
  expect(rows.size).toBeGreaterThan(0);
  expect(world.keys(kind)).toEqual([...rows.keys()].sort());
  for (const [key, theirs] of rows) {
    const ours = world.row(kind, key) ?? {};
    for (const [theirName, ourName] of Object.entries(columns)) {
      const cell = ourName === "status" ? world.word(kind, key) : ours[ourName];
      expect([key, theirName, cell ?? ""]).toEqual([key, theirName, plain(theirs[theirName])]);
    }
  }
});

const plain = (cell: unknown) => (cell === "<none>" || cell === "<unset>" ? "" : cell);

test("kinds without a projection of ours show the printer's columns", async () => {
  for (const kind of ["configmaps", "ingressclasses.networking.k8s.io", "flowschemas.flowcontrol.apiserver.k8s.io"]) {
    world.feed.want(kind);
    await world.until(`${kind} are listed`, () => world.isLive(kind));
    const found = world.kinds.find(({ name }) => name === kind);
    if (!found) throw new Error(`no kind ${kind}`);
    const root = found.group === "" ? "/api" : `/apis/${found.group}`;
    const accept = "application/json;as=Table;g=meta.k8s.io;v=v1";
    const path = `${root}/${found.version}/${found.resource}?includeObject=Metadata`;
    const table = await admin.json<Printed>({ path, accept });
    const columns = printedColumns(table.columnDefinitions);
    expect(columns.length).toBeGreaterThan(0);
    expect(table.rows.length).toBeGreaterThan(0);
    for (const { cells, object } of table.rows) {
      const { namespace, name } = object.metadata;
      const row = world.row(kind, namespace ? `${namespace}/${name}` : name) ?? {};
      for (const column of columns) expect(row[column.id]).toEqual(printedCell(cells[column.at], column, 0));
    }
  }
});

test("of ConfigMaps and Secrets nothing but metadata and counts is kept", async () => {
  expect(world.row("configmaps", "default/settings")).toMatchObject({ data: expect.anything() });
  expect(JSON.stringify(world.row("configmaps", "default/settings"))).not.toContain("hidden-value");
  world.feed.want("secrets");
  expect(world.feed.allSources().some(({ name }) => name === "secrets")).toBe(false);
  expect(world.keys("secrets")).toEqual([]);
});

test("nodes count their pods and what these ask for", async () => {
  await world.until("use is told", () => world.row("nodes", "worker-1")?.pods === 1);
  expect(world.row("nodes", "worker-1")).toMatchObject({ pods: 1, cpu: 0.25, memory: 64 * 2 ** 20 });
  await admin.json({ method: "DELETE", path: "/api/v1/namespaces/crew/pods/placed?gracePeriodSeconds=0" });
  await world.until("use is taken back", () => world.row("nodes", "worker-1")?.pods === 0);
});

const bells = (columns: object[]) => ({
  ...{
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "bells.ring.example" },
  },
  spec: {
    ...{ group: "ring.example", scope: "Namespaced" },
    names: { kind: "Bell", plural: "bells", singular: "bell" },
    versions: [
      {
        ...{ name: "v1", served: true, storage: true, additionalPrinterColumns: columns },
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
});

test("a custom resource comes, shows its printer columns, changes them, and goes", async () => {
  const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const tone = { name: "Tone", type: "string", jsonPath: ".spec.tone" };
  const weight = { name: "Weight", type: "integer", jsonPath: ".spec.weight" };
  const has = (id: string) =>
    world.tables.get("bells.ring.example")?.kind.columns.some((one) => one.id === id) ?? false;
  await admin.json({ method: "POST", path, body: bells([tone]) });
  await world.until("it is there", () => has("tone"));
  const bell = {
    apiVersion: "ring.example/v1",
    kind: "Bell",
    metadata: { name: "big" },
    spec: { tone: "f", weight: 12 },
  };
  await admin.json({ method: "POST", path: "/apis/ring.example/v1/namespaces/default/bells", body: bell });
  // Nobody looks: the columns change all the same.
  const contentType = "application/merge-patch+json";
  const one = `${path}/bells.ring.example`;
  const body = { spec: bells([tone, weight]).spec };
  await admin.json({ method: "PATCH", path: one, body, contentType });
  await world.until("it has the new column", () => has("weight"));
  world.feed.want("bells.ring.example");
  await world.until("its row is there", () => world.row("bells.ring.example", "default/big") !== null);
  expect(world.row("bells.ring.example", "default/big")).toMatchObject({ tone: "f", weight: 12 });
  await admin.json({ method: "PATCH", path: one, body: { spec: bells([weight]).spec }, contentType });
  await world.until("the old column is gone under a reader", () => has("weight") && !has("tone"));
  await world.until("the row is there again", () => world.row("bells.ring.example", "default/big")?.weight === 12);
  await admin.json({ method: "DELETE", path: one });
  await world.until("it is gone", () => !world.tables.has("bells.ring.example"));
});
