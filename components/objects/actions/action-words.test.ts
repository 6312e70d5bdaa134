import { expect, test } from "vitest";
import { deleteConsequences, needsName } from "./delete-consequences.ts";
import { replicasOf } from "./replicas.ts";
import { restartConsequences } from "./restart-text.ts";

const object = (kind: string, rest: object = {}, meta: object = {}) => ({
  apiVersion: "v1",
  kind,
  metadata: { name: "web", uid: "u", resourceVersion: "1", ...meta },
  ...rest,
});

test("a deletion says what comes back, what is gone for good and what it waits for", () => {
  const owner = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-1", uid: "r", controller: true }];
  expect(deleteConsequences("pods", object("Pod", {}, { ownerReferences: owner })).join(" ")).toContain(
    "ReplicaSet web-1 makes another one",
  );
  expect(deleteConsequences("pods", object("Pod")).join(" ")).toContain("gone for good");
  const waits = deleteConsequences(
    "deployments.apps",
    object("Deployment", {}, { finalizers: ["example/wait\u202e"] }),
  );
  expect(waits).toEqual(["It stays until 1 finalizer is done: example/wait."]);
  const volume = (policy: string) => object("PersistentVolume", { spec: { persistentVolumeReclaimPolicy: policy } });
  expect(deleteConsequences("persistentvolumes", volume("Delete"))[0]).toContain("deleted with it, for good");
  expect(deleteConsequences("persistentvolumes", volume("Retain"))[0]).toContain("stays where it is");
});

test("what takes others with it and cannot be undone asks for its name", () => {
  const grave = ["namespaces", "persistentvolumes", "customresourcedefinitions.apiextensions.k8s.io"];
  expect(grave.map(needsName)).toEqual([true, true, true]);
  expect(["pods", "deployments.apps", "configmaps"].map(needsName)).toEqual([false, false, false]);
});

test("a restart tells how its strategy goes about it", () => {
  const deployment = (strategy: object, replicas: number) =>
    object("Deployment", { spec: { strategy }, status: { replicas } });
  const rolling = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%" } };
  expect(restartConsequences("deployments.apps", deployment(rolling, 1)).slice(0, 2)).toEqual([
    "1 pod is replaced by new ones.",
    "A few at a time: at most 25% may be away meanwhile.",
  ]);
  expect(restartConsequences("deployments.apps", deployment({ type: "Recreate" }, 3))[1]).toContain(
    "nothing answers in between",
  );
  expect(restartConsequences("deployments.apps", deployment(rolling, 0))[0]).toContain("no pods now");
  const set = object("StatefulSet", { spec: { updateStrategy: { type: "OnDelete" } }, status: { replicas: 2 } });
  expect(restartConsequences("statefulsets.apps", set)[1]).toContain("OnDelete");
});

test("a number of replicas is whole, and not more than the server takes", () => {
  expect(["0", " 7 ", "100000", "100001", "-1", "1.5", "", "1e3", "seven"].map(replicasOf)).toEqual([
    0,
    7,
    100_000,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
