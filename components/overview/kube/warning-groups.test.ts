import { expect, test } from "vitest";
import type { Row } from "@/lib/contract/live.ts";
import { warningGroups } from "./warning-groups.ts";

const event = (key: string, reason: string, object: string, count: number, namespace = "shop"): Row => ({
  key,
  cells: { reason, object, count, namespace },
});

test("the same reason of objects of one kind is one group, with each object once", () => {
  const rows = [
    event("1", "BackOff", "Pod/web-1", 4),
    event("2", "NodeNotReady", "Pod/web-1", 1),
    event("3", "BackOff", "Pod/web-2", 2),
    event("4", "BackOff", "Pod/web-1", 3),
    event("5", "BackOff", "Pod/web-1", 1, "billing"),
    event("6", "BackOff", "Job/web-1", 1),
  ];
  const told = warningGroups(rows).map(({ reason, kind, rows: found, times }) => [
    reason,
    kind,
    found.map(({ key }) => key).join(),
    times,
  ]);
  expect(told).toEqual([
    ["BackOff", "Pod", "1,3,5", 10],
    ["NodeNotReady", "Pod", "2", 1],
    ["BackOff", "Job", "6", 1],
  ]);
});

test("events that tell of nothing are a group too", () =>
  expect(warningGroups([{ key: "1", cells: {} }])).toMatchObject([{ reason: "", kind: "", times: 1 }]));
