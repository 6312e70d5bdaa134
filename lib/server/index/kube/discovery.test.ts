import { expect, test } from "vitest";
import type { KubeConnection } from "../../../api/kube/connection.ts";
import { discover, listPath, nameOf } from "./discovery.ts";

const aggregated = (groups: Record<string, [string, string[], string?][]>) => ({
  kind: "APIGroupDiscoveryList",
  items: Object.entries(groups).map(([name, versions]) => ({
    metadata: { name },
    versions: versions.map(([version, resources, freshness = "Current"]) => ({
      version,
      freshness,
      resources: resources.map((resource) => ({
        resource,
        responseKind: { kind: resource },
        scope: "Namespaced",
        verbs: resource.startsWith("token") ? ["create"] : ["get", "list", "watch"],
        subresources: resource === "deployments" ? [{ subresource: "scale" }] : [],
      })),
    })),
  })),
});
const server = (answers: Record<string, unknown>) => ({
  json: <T>({ path }: { path: string }) =>
    path in answers ? Promise.resolve(answers[path] as T) : Promise.reject(new Error(`no ${path}`)),
});

test("aggregated discovery: preferred versions, what can be listed, events once", async () => {
  const found = await discover(
    server({
      "/api": aggregated({ "": [["v1", ["pods", "events", "tokenreviews"]]] }),
      "/apis": aggregated({
        apps: [["v1", ["deployments"]]],
        "events.k8s.io": [["v1", ["events"]]],
        autoscaling: [
          ["v2", ["hpas"]],
          ["v1", ["hpas", "olds"]],
        ],
        "metrics.k8s.io": [["v1beta1", [], "Stale"]],
      }),
    }),
  );
  expect(found.resources.map((one) => `${nameOf(one)}/${one.version}`)).toEqual([
    "pods/v1",
    "events/v1",
    "deployments.apps/v1",
    "hpas.autoscaling/v2",
    "olds.autoscaling/v1",
  ]);
  expect(found.resources.find(({ resource }) => resource === "deployments")?.subresources).toEqual(["scale"]);
  expect(found.stale).toEqual(["metrics.k8s.io"]);
});

test("the old way, with a group that does not answer", async () => {
  const verbs = ["list"];
  const found = await discover(
    server({
      "/api": { kind: "APIVersions", versions: ["v1"] },
      "/apis": {
        kind: "APIGroupList",
        groups: [
          { name: "apps", versions: [{ version: "v1beta1" }, { version: "v1" }], preferredVersion: { version: "v1" } },
          { name: "gone.example", versions: [{ version: "v1" }] },
        ],
      },
      "/api/v1": {
        resources: [
          { name: "pods", namespaced: true, kind: "Pod", verbs },
          { name: "pods/log", verbs },
        ],
      },
      "/apis/apps/v1": { resources: [{ name: "deployments", namespaced: true, kind: "Deployment", verbs }] },
      "/apis/apps/v1beta1": { resources: [{ name: "deployments", namespaced: true, kind: "Deployment", verbs }] },
    }),
  );
  expect(found.resources.map((one) => [nameOf(one), one.version, one.subresources])).toEqual([
    ["pods", "v1", ["log"]],
    ["deployments.apps", "v1", []],
  ]);
  expect(found.stale).toEqual(["gone.example"]);
});

test("names that are none are not followed into paths", async () => {
  const odd = aggregated({ "": [["v1", ["pods", "../secrets", "a?b"]]], "x/y": [["v1", ["things"]]] });
  const { resources } = await discover(server({ "/api": odd, "/apis": aggregated({}) }));
  expect(resources.map(nameOf)).toEqual(["pods"]);
});

test("a server that makes up kinds and groups without end is followed a little way, a few questions at a time", async () => {
  const many = aggregated({ "": [["v1", Array.from({ length: 50_000 }, (_, at) => `things${at}`)]] });
  expect((await discover(server({ "/api": many, "/apis": aggregated({}) }))).resources).toHaveLength(2_000);
  const groups = Array.from({ length: 20_000 }, (_, at) => ({ name: `g${at}.example`, versions: [{ version: "v1" }] }));
  let [asked, open, mostOpen] = [0, 0, 0];
  const json = async ({ path }: { path: string }) => {
    if (path === "/api") return aggregated({});
    if (path === "/apis") return { groups };
    asked++;
    mostOpen = Math.max(mostOpen, ++open);
    await Promise.resolve();
    open--;
    return {};
  };
  await discover({ json: json as KubeConnection["json"] });
  expect(asked).toBe(1_000);
  expect(mostOpen).toBe(16);
});

test("paths of lists", () => {
  const apps = { group: "apps", version: "v1", resource: "deployments" };
  expect(listPath(apps, null)).toBe("/apis/apps/v1/deployments");
  expect(listPath(apps, "a")).toBe("/apis/apps/v1/namespaces/a/deployments");
  expect(listPath({ group: "", version: "v1", resource: "pods" }, null)).toBe("/api/v1/pods");
});
