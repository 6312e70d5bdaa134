import { expect, test } from "vitest";
import { podCases } from "../../../../../e2e/support/pod-cases.ts";
import { podSummary } from "./pod-status.ts";

test.each(podCases)("$name is $word", ({ spec, status, isDeleted, word, ready, restarts }) => {
  const metadata = isDeleted ? { deletionTimestamp: "2026-11-24T10:00:00Z" } : {};
  const found = podSummary({ metadata, spec, status });
  expect({ word: found.word, ready: `${found.ready}/${found.total}`, restarts: found.restarts }).toEqual({
    word,
    ready,
    restarts,
  });
});

test("a pod of which nothing is known has a word all the same", () => {
  expect(podSummary({})).toEqual({ word: "Unknown", ready: 0, total: 0, restarts: 0, lastRestart: null });
});
