import { expect, test } from "vitest";
import { namesOf, nounOf, placeOfRow } from "./row-place.ts";

const pods = { name: "pods", kind: "Pod", title: "Pods" };

test("a row's key tells where its object is", () => {
  expect(placeOfRow(pods, { key: "default/web" })).toEqual({ kind: "pods", namespace: "default", name: "web" });
  expect(placeOfRow({ name: "nodes" }, { key: "worker" })).toEqual({ kind: "nodes", namespace: null, name: "worker" });
  expect(placeOfRow({ name: "workloads", of: ["deployments.apps"] }, { key: "deployments.apps/default/web" })).toEqual({
    kind: "deployments.apps",
    namespace: "default",
    name: "web",
  });
});

test("names up to five, the rest by number; nouns as people say them", () => {
  const rows = Array.from({ length: 7 }, (_, at) => ({ key: `default/web-${at}`, cells: {} }));
  expect(namesOf(pods, rows)).toBe("web-0, web-1, web-2, web-3, web-4 and 2 more");
  expect(nounOf({ kind: "ReplicaSet", title: "Replica sets" })).toEqual(["replica set", "replica sets"]);
});
