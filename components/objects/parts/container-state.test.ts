import { expect, test } from "vitest";
import { conditionTone } from "./condition-tone.ts";
import { failingContainer } from "./container-failure.ts";
import { containerState } from "./container-state.ts";
import { envWords, probeWords } from "./container-words.ts";

test("a container's state has kubectl's word and a tone", () => {
  expect(containerState({ state: { waiting: { reason: "CrashLoopBackOff", message: "back-off" } } })).toEqual({
    word: "CrashLoopBackOff",
    tone: "bad",
    since: null,
    detail: "back-off",
  });
  expect(containerState({ state: { waiting: {} } }).tone).toBe("busy");
  expect(containerState({ ready: true, state: { running: { startedAt: "2026-01-01T00:00:00Z" } } }).word).toBe(
    "Running",
  );
  expect(containerState({ ready: false, state: { running: {} } }).tone).toBe("warn");
  expect(containerState({ state: { terminated: { exitCode: 137, reason: "OOMKilled" } } })).toMatchObject({
    word: "OOMKilled",
    tone: "bad",
    detail: "code 137",
  });
  expect(containerState({ state: { terminated: { exitCode: 0 } } })).toMatchObject({ word: "Completed", tone: "idle" });
  expect(containerState(undefined).word).toBe("Not started");
});

test("conditions: for some the bad news is True", () => {
  expect(conditionTone("Ready", "True")).toBe("ok");
  expect(conditionTone("Ready", "False")).toBe("bad");
  expect(conditionTone("MemoryPressure", "False")).toBe("ok");
  expect(conditionTone("ReplicaFailure", "True")).toBe("bad");
  expect(conditionTone("Whatever", "True")).toBe("idle");
  expect(conditionTone("Ready", "Unknown")).toBe("warn");
});

test("probes and variables are told; values of Secrets are not there to be told", () => {
  expect(probeWords({ httpGet: { path: "/h", port: 80 }, periodSeconds: 5 })).toBe(
    "GET :80/h, every 5 s, 3 failures count",
  );
  expect(probeWords(undefined)).toBeNull();
  const env = [
    { name: "TOKEN", valueFrom: { secretKeyRef: { name: "keys", key: "token" } } },
    { name: "MODE", value: "fast" },
  ];
  expect(envWords({ env })).toEqual([
    { name: "TOKEN", from: "token of Secret keys" },
    { name: "MODE", from: "the spec" },
  ]);
});

test("the container that fails is found, with its last end and what the cluster does about it", () => {
  const crashing = {
    name: "proxy",
    restartCount: 41,
    state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s" } },
    lastState: { terminated: { exitCode: 1, message: "address already in use", finishedAt: "2026-01-01T00:00:00Z" } },
  };
  const fine = { name: "app", ready: true, state: { running: {} } };
  expect(failingContainer({ status: { containerStatuses: [fine, crashing] } })).toEqual({
    name: "proxy",
    word: "CrashLoopBackOff (code 1)",
    restarts: 41,
    ended: "2026-01-01T00:00:00Z",
    words: "address already in use",
    next: "back-off 5m0s",
  });
  expect(failingContainer({ status: { containerStatuses: [fine] } })).toBeNull();
});
