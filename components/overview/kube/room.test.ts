import { expect, it } from "vitest";
import type { Cell, Row } from "@/lib/contract/live.ts";
import { failingWords } from "./failing-words.ts";
import { roomOf } from "./room.ts";

const node = (cells: Record<string, Cell>): Row => ({ key: "n", cells });

it("sums what is asked for over the nodes that tell their room", () => {
  const nodes = [
    node({ cpu: 1.5, cpuLimit: 8, memory: 2, memoryLimit: 10, pods: 3, podLimit: 110 }),
    node({ cpu: null, cpuLimit: 4, memory: 1, memoryLimit: 10, pods: 1, podLimit: 110 }),
    node({ cpu: 99, cpuLimit: null, memory: 99, memoryLimit: null, pods: 99, podLimit: null }),
  ];
  expect(roomOf(nodes)).toEqual({
    cpu: { used: 1.5, most: 12 },
    memory: { used: 3, most: 20 },
    pods: { used: 4, most: 220 },
  });
});

it("finds the words that need somebody, those of the most first", () => {
  const byStatus = {
    Running: 90,
    CrashLoopBackOff: 2,
    ImagePullBackOff: 5,
    Pending: 3,
    Degraded: 1,
    "NotReady,SchedulingDisabled": 4,
    Error: 0,
  };
  expect(failingWords({ total: 0, matched: 0, byStatus }).map(([word]) => word)).toEqual([
    "ImagePullBackOff",
    "NotReady,SchedulingDisabled",
    "CrashLoopBackOff",
    "Degraded",
  ]);
  expect(failingWords(null)).toEqual([]);
});
