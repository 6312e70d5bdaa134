import { expect, test } from "vitest";
import { cronjobs } from "./cronjobs.ts";
import { daemonsets } from "./daemonsets.ts";
import { deployments } from "./deployments.ts";
import { jobs } from "./jobs.ts";
import { nodes } from "./nodes.ts";
import { podRequest } from "./pod-requests.ts";
import { statefulsets } from "./statefulsets.ts";
import { projectBinding } from "./subjects.ts";
import type { TypedKind } from "./typed-kind.ts";

const word = (kind: TypedKind, object: object) => (kind.project(object).status as { word: string }).word;
const meta = { metadata: { generation: 2 } };
const counts = (current: number, updated: number, ready: number, available = ready) => ({
  ...{ observedGeneration: 2, replicas: current, updatedReplicas: updated, readyReplicas: ready },
  availableReplicas: available,
});
const rolledOut = { type: "Progressing", status: "True", reason: "NewReplicaSetAvailable" };

test.each([
  ["Available", { spec: { replicas: 3 }, status: { ...counts(3, 3, 3), conditions: [rolledOut] } }],
  ["Progressing", { spec: { replicas: 3 }, status: { ...counts(3, 1, 3), conditions: [rolledOut] } }],
  ["Progressing", { spec: { replicas: 3 }, status: { ...counts(4, 3, 3) } }],
  ["Progressing", { spec: { replicas: 3 }, status: { ...counts(3, 3, 3), observedGeneration: 1 } }],
  ["Degraded", { spec: { replicas: 3 }, status: { ...counts(3, 3, 2), conditions: [rolledOut] } }],
  ["Degraded", { spec: { replicas: 1 }, status: { conditions: [{ type: "ReplicaFailure", status: "True" }] } }],
  [
    "Degraded",
    {
      spec: { replicas: 1 },
      status: { conditions: [{ type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded" }] },
    },
  ],
  ["Paused", { spec: { replicas: 1, paused: true }, status: counts(1, 1, 1) }],
  ["Scaled down", { spec: { replicas: 0 }, status: counts(0, 0, 0) }],
  ["Progressing", { spec: { replicas: 0 }, status: counts(2, 2, 2) }],
])("a deployment is %s", (wanted, object) => expect(word(deployments, { ...meta, ...object })).toBe(wanted));

test("stateful and daemon sets", () => {
  const status = { ...counts(2, 2, 2), currentRevision: "a", updateRevision: "a" };
  expect(word(statefulsets, { ...meta, spec: { replicas: 2 }, status })).toBe("Available");
  expect(
    word(statefulsets, {
      ...meta,
      spec: { replicas: 2 },
      status: { ...status, updateRevision: "b", updatedReplicas: 1 },
    }),
  ).toBe("Progressing");
  const daemon = {
    observedGeneration: 2,
    desiredNumberScheduled: 2,
    currentNumberScheduled: 2,
    updatedNumberScheduled: 2,
  };
  expect(word(daemonsets, { ...meta, status: { ...daemon, numberReady: 2, numberAvailable: 2 } })).toBe("Available");
  expect(word(daemonsets, { ...meta, status: { ...daemon, numberReady: 1, numberAvailable: 1 } })).toBe("Degraded");
});

test("jobs and cron jobs", () => {
  const finished = {
    ...{ startTime: "2026-11-24T08:00:00Z", completionTime: "2026-11-24T08:01:30Z", succeeded: 1 },
    conditions: [{ type: "Complete", status: "True" }],
  };
  expect(jobs.project({ spec: { completions: 1 }, status: finished })).toMatchObject({
    ...{ status: { word: "Complete" }, ready: "1/1", duration: 90 },
  });
  expect(word(jobs, { status: { conditions: [{ type: "Failed", status: "True" }] } })).toBe("Failed");
  expect(word(cronjobs, { spec: { suspend: true } })).toBe("Suspended");
});

test("nodes", () => {
  const ready = (status: string) => ({ conditions: [{ type: "Ready", status }] });
  expect(word(nodes, { status: ready("True") })).toBe("Ready");
  expect(word(nodes, { status: ready("False") })).toBe("NotReady");
  expect(word(nodes, { spec: { unschedulable: true }, status: ready("True") })).toBe("Ready,SchedulingDisabled");
  expect(word(nodes, {})).toBe("Unknown");
});

test("what a pod asks for: the larger of starting and running, and its overhead", () => {
  const asks = (cpu: string, more = {}) => ({ resources: { requests: { cpu } }, ...more });
  const always = { restartPolicy: "Always" };
  const spec = { containers: [asks("100m"), asks("200m")], initContainers: [asks("50m", always), asks("1")] };
  expect(podRequest({ spec }, "cpu")).toBe(1.05);
  expect(podRequest({ spec: { ...spec, overhead: { cpu: "10m" } } }, "cpu")).toBe(1.06);
  expect(podRequest({ spec: { ...spec, initContainers: [] } }, "cpu")).toBe(0.3);
  expect(podRequest({ spec }, "memory")).toBeNull();
});

test("subjects of a binding", () => {
  const subjects = [
    { kind: "User", name: "bob" },
    { kind: "Group", name: "craton:viewer" },
    { kind: "ServiceAccount", namespace: "ns", name: "robot" },
  ];
  expect(projectBinding({ roleRef: { kind: "ClusterRole", name: "view" }, subjects })).toEqual({
    role: "ClusterRole/view",
    subjects: "User:bob,Group:craton:viewer,ServiceAccount:ns/robot",
  });
});
