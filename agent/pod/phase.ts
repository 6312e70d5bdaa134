/**
 * The six folders below STATE/agent/pods. A pod stands in exactly one, and a change of phase is one rename:
 *
 *     embryo ──► prepare ──► prepared ──► run ──► exited-garbage ──► (gone)
 *                   │ └─────────────────►─┘
 *                   │ prepared ──────────────────► garbage ────────► (gone)
 *                   └────────────────────────────► garbage
 *
 * docs/pod-lifecycle.md maps the folder and status.json to the state that is shown.
 */
import type { PodState } from "../../lib/contract/pod-state.ts";

export const phases = ["embryo", "prepare", "prepared", "run", "exited-garbage", "garbage"] as const;
export type Phase = (typeof phases)[number];

const moves: Record<Phase, readonly Phase[]> = {
  embryo: ["prepare"],
  prepare: ["prepared", "run", "garbage"],
  prepared: ["run", "garbage"],
  run: ["exited-garbage"],
  "exited-garbage": [],
  garbage: [],
};

export function mayMove(from: Phase, to: Phase): boolean {
  return moves[from].includes(to);
}

/** The state that folder and recorded state stand for, before anyone has asked the kernel. */
export function stateOnDisk(phase: Phase, recorded: PodState): PodState {
  switch (phase) {
    case "embryo":
    case "prepare":
      return "preparing";
    case "prepared":
      return "prepared";
    case "exited-garbage":
    case "garbage":
      return "removing";
    case "run":
      return recorded === "running" || recorded === "stopping" || recorded === "exited" ? recorded : "starting";
  }
}
