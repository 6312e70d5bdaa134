/** The watch client on a real API server over real sockets: breaks, restarts, refusals, rights of some namespaces. */
import fs from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connectKube } from "../../lib/api/kube/connect.ts";
import type { KubeConnection } from "../../lib/api/kube/connection.ts";
import { realClock } from "../../lib/server/index/kube/clock.ts";
import { commonCells, withCommonColumns } from "../../lib/server/index/kube/common-columns.ts";
import { metadataEncoding } from "../../lib/server/index/kube/encoding.ts";
import { inOrder, Output } from "../../lib/server/index/kube/output.ts";
import { Reflector } from "../../lib/server/index/kube/reflector.ts";
import { Rows } from "../../lib/server/index/kube/rows.ts";
import { Turn } from "../../lib/server/index/kube/turn.ts";
import { Upstream } from "../../lib/server/index/kube/upstream.ts";
import { Table } from "../../lib/server/index/table.ts";
import { startControlPlane, type TestControlPlane } from "../support/control-plane.ts";
import { connectAs, FeedWorld } from "../support/feed-world.ts";
import { TcpRelay } from "../support/tcp-relay.ts";

let plane: TestControlPlane;
let admin: KubeConnection;
let relay: TcpRelay;
const worlds: FeedWorld[] = [];
beforeAll(async () => {
  plane = await startControlPlane({ components: ["etcd", "kube-apiserver"] });
  admin = connectAs(plane.kubeconfigs.admin);
  relay = await TcpRelay.before(Number(new URL(plane.url).port));
});
afterEach(() => {
  for (const world of worlds.splice(0)) world.stop();
  relay.refuse(false);
});
afterAll(async () => {
  admin?.close();
  await relay?.close();
  await plane?.stop();
});

/** The administrator's way through the relay, or that of a token. */
function throughRelay(token: string | null = null): KubeConnection {
  const kubeconfig = fs
    .readFileSync(plane.kubeconfigs.admin, "utf8")
    .replaceAll(plane.url, `https://127.0.0.1:${relay.port}`);
  return connectKube({ cluster: "test", kubeconfig, context: null, isTrusted: true, closedPorts: [], token });
}
function start(connect: () => KubeConnection): FeedWorld {
  const world = new FeedWorld(connect);
  worlds.push(world);
  return world;
}
async function namespace(name: string): Promise<void> {
  await admin.json({ method: "POST", path: "/api/v1/namespaces", body: { metadata: { name } } });
}
const maps = (name: string) => `/api/v1/namespaces/${name}/configmaps`;
const put = (where: string, name: string, data = {}) =>
  admin.json({ method: "POST", path: maps(where), body: { metadata: { name }, data } });
const change = (where: string, name: string, label: string) =>
  admin.json({
    ...{ method: "PATCH", path: `${maps(where)}/${name}`, contentType: "application/merge-patch+json" },
    body: { metadata: { labels: { label } } },
  });
const drop = (where: string, name: string) => admin.json({ method: "DELETE", path: `${maps(where)}/${name}` });
const labels = (world: FeedWorld, where: string) =>
  world
    .keys("configmaps")
    .filter((key) => key.startsWith(`${where}/`))
    .map((key) => [key, world.row("configmaps", key)?.labels ?? null]);
async function truth(where: string) {
  type List = { items: { metadata: { name: string; labels?: { label?: string } } }[] };
  const { items } = await admin.json<List>({ path: maps(where) });
  return items
    .map(({ metadata }) => [
      `${where}/${metadata.name}`,
      metadata.labels?.label ? `label=${metadata.labels.label}` : null,
    ])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

test("connections that break again and again under changes: rows end as the server has them", async () => {
  await namespace("cuts");
  const world = start(() => throughRelay());
  await world.until("kinds", () => world.tables.has("configmaps"));
  world.feed.want("configmaps");
  await world.until("listed", () => world.isLive("configmaps"));
  for (let round = 0; round < 12; round++) {
    await Promise.all([0, 1, 2, 3].map((at) => put("cuts", `m${round}-${at}`)));
    if (round % 3 === 0) relay.cut();
    await change("cuts", `m${round}-1`, `r${round}`);
    await drop("cuts", `m${round}-2`);
    if (round % 4 === 1) relay.cut();
  }
  const wanted = await truth("cuts");
  await world.until("converged", () => JSON.stringify(labels(world, "cuts")) === JSON.stringify(wanted));
  await world.until("live again", () => world.isLive("configmaps"));
});

test("a break is told within two seconds, rows stay and are marked, and it is over by itself", async () => {
  await namespace("told");
  await put("told", "before");
  const world = start(() => throughRelay());
  await world.until("kinds", () => world.tables.has("configmaps"));
  world.feed.want("configmaps");
  // The table is a new one once the server's own columns are known.
  await world.until("columns", () => world.table("configmaps").position("data") >= 0);
  await world.until("listed", () => world.row("configmaps", "told/before") !== null && world.isLive("configmaps"));
  const isMarked = (key: string) => {
    const table = world.table("configmaps");
    return world.feed.isStale(table.sources[table.slot(key) ?? -1] ?? -1);
  };
  expect(isMarked("told/before")).toBe(false);
  relay.refuse(true);
  relay.cut();
  await world.until("told", () => world.feed.sources("configmaps")[0]?.state === "down", 2_000);
  expect(isMarked("told/before")).toBe(true);
  expect(world.row("configmaps", "told/before")).not.toBeNull();
  await drop("told", "before");
  await put("told", "meanwhile");
  relay.refuse(false);
  await world.until(
    "recovered",
    () => world.isLive("configmaps") && world.row("configmaps", "told/meanwhile") !== null,
  );
  expect(world.row("configmaps", "told/before")).toBeNull();
  expect(isMarked("told/meanwhile")).toBe(false);
});

test("an API server that is killed and comes back: nothing is lost, nothing comes back", async () => {
  await namespace("killed");
  for (let at = 0; at < 5; at++) await put("killed", `m${at}`);
  const world = start(() => connectAs(plane.kubeconfigs.admin));
  await world.until("kinds", () => world.tables.has("configmaps"));
  world.feed.want("configmaps");
  await world.until("listed", () => labels(world, "killed").length === 5 && world.isLive("configmaps"));
  await drop("killed", "m0");
  await world.until("dropped", () => labels(world, "killed").length === 4);
  await plane.restart("kube-apiserver");
  await drop("killed", "m1");
  await change("killed", "m2", "after");
  const wanted = await truth("killed");
  await world.until("converged", () => JSON.stringify(labels(world, "killed")) === JSON.stringify(wanted), 60_000);
  await world.until("all live", () => world.feed.allSources().every(({ state }) => state === "live"), 60_000);
});

test("a server without streaming lists is read in chunks", async () => {
  await namespace("chunks");
  for (let at = 0; at < 1_100; at += 50)
    await Promise.all(Array.from({ length: 50 }, (_, one) => put("chunks", `m${String(at + one).padStart(4, "0")}`)));
  const asked: string[] = [];
  const world = start(() => withoutStreams(connectAs(plane.kubeconfigs.admin), asked));
  await world.until("kinds", () => world.tables.has("configmaps"));
  world.feed.want("configmaps");
  await world.until("listed", () => world.isLive("configmaps") && labels(world, "chunks").length === 1_100);
  const pages = asked.filter((path) => path.includes("/configmaps?") && path.includes("limit=500"));
  expect(pages.length).toBeGreaterThanOrEqual(3);
  await put("chunks", "after");
  await world.until("watched", () => world.row("configmaps", "chunks/after") !== null);
});

function withoutStreams(connection: KubeConnection, asked: string[]): KubeConnection {
  return {
    ...connection,
    send: (request) => {
      asked.push(request.path);
      if (!request.path.includes("sendInitialEvents")) return connection.send(request);
      const status = { kind: "Status", code: 422, message: "sendInitialEvents is forbidden for watch" };
      const body = [Buffer.from(JSON.stringify(status))] as unknown as AsyncIterable<Uint8Array>;
      return Promise.resolve({ status: 422, headers: {}, body });
    },
  };
}

test("a credential for two namespaces watches these, and what it loses goes with its rows", async () => {
  for (const name of ["mine-a", "mine-b", "not-mine"]) {
    await namespace(name);
    await put(name, "one");
  }
  await admin.json({
    method: "POST",
    path: "/api/v1/namespaces/mine-a/serviceaccounts",
    body: { metadata: { name: "me" } },
  });
  for (const name of ["mine-a", "mine-b"])
    plane.kubectl(
      "create",
      "rolebinding",
      "me",
      "--clusterrole=cluster-admin",
      "--serviceaccount=mine-a:me",
      `--namespace=${name}`,
    );
  const token = plane.kubectl("create", "token", "me", "--namespace=mine-a").trim();
  const world = new FeedWorld(() => throughRelay(token));
  worlds.push(world);
  world.feed.setReach({ configmaps: ["mine-a", "mine-b"] });
  await world.until("kinds", () => world.tables.has("configmaps"));
  world.feed.want("configmaps");
  await world.until("listed", () => world.isLive("configmaps") && world.keys("configmaps").length === 2);
  expect(world.keys("configmaps")).toEqual(["mine-a/one", "mine-b/one"]);
  expect(world.feed.sources("pods")).toMatchObject([
    { state: "down", why: "the console's credential may not list pods" },
  ]);
  world.feed.setReach({ configmaps: ["mine-b"] });
  expect(world.keys("configmaps")).toEqual(["mine-b/one"]);
  await put("mine-b", "two");
  await world.until("goes on", () => world.keys("configmaps").length === 2);
  world.feed.setReach({ configmaps: ["not-mine"] });
  await world.until("refused", () => world.feed.sources("configmaps")[0]?.state === "down");
  expect(world.keys("configmaps")).toEqual([]);
  expect(world.feed.sources("configmaps")[0]?.why).toMatch(/forbidden/);
});

test("a credential that is no longer taken: the rows stay, and the view says since when", async () => {
  await namespace("out");
  await put("out", "one");
  await admin.json({
    method: "POST",
    path: "/api/v1/namespaces/out/serviceaccounts",
    body: { metadata: { name: "me" } },
  });
  plane.kubectl(
    "create",
    "rolebinding",
    "me",
    "--clusterrole=cluster-admin",
    "--serviceaccount=out:me",
    "--namespace=out",
  );
  const token = plane.kubectl("create", "token", "me", "--namespace=out").trim();
  const world = start(() => throughRelay(token));
  world.feed.setReach({ configmaps: ["out"] });
  await world.until("kinds", () => world.tables.has("configmaps"));
  world.feed.want("configmaps");
  await world.until("listed", () => world.row("configmaps", "out/one") !== null && world.isLive("configmaps"));
  await admin.json({ method: "DELETE", path: "/api/v1/namespaces/out/serviceaccounts/me" });
  // Tokens that were taken are remembered by the server for some seconds.
  await new Promise<void>((resolve) => {
    const ask = async () => {
      const probe = throughRelay(token);
      const { status } = await probe.send({ path: maps("out") });
      probe.close();
      if (status === 401) resolve();
      else setTimeout(ask, 200);
    };
    void ask();
  });
  relay.cut();
  await world.until("signed out", () => /^signed out at 20/.test(world.feed.sources("configmaps")[0]?.why ?? ""));
  expect(world.row("configmaps", "out/one")).not.toBeNull();
});

test("metadata alone of Secrets, streamed", async () => {
  await namespace("secret");
  const path = "/api/v1/namespaces/secret/secrets";
  await admin.json({
    method: "POST",
    path,
    body: { metadata: { name: "s" }, stringData: { password: "hidden-value" } },
  });
  const columns = withCommonColumns([], { namespaced: true, hasStatus: false });
  const table = new Table({ name: "secrets", title: "Secrets", columns, status: "status", sort: [] });
  const bodies: unknown[] = [];
  const output = new Output(
    table,
    "",
    inOrder(table, (item) => {
      bodies.push(item.body);
      return commonCells(item.metadata);
    }),
  );
  let told = () => {};
  const live = new Promise<void>((resolve) => {
    told = resolve;
  });
  let number = 0;
  const rows = new Rows([output], { take: () => number++, free: () => {} });
  const upstream = new Upstream(() => connectAs(plane.kubeconfigs.admin));
  const reflector: Reflector = new Reflector({
    ...{
      upstream,
      clock: realClock,
      turn: new Turn(),
      rank: () => 0,
      path,
      isWatchable: true,
      encoding: metadataEncoding,
      rows,
    },
    changed: () => {},
    stateChanged: () => {
      if (reflector.freshness.now.state === "live") told();
    },
  });
  void reflector.run();
  await live;
  reflector.stop();
  upstream.close();
  expect(table.has("secret/s")).toBe(true);
  expect(JSON.stringify(bodies)).not.toMatch(/hidden-value|aGlkZGVuLXZhbHVl/);
  expect(upstream.streams).toBe(true);
});
