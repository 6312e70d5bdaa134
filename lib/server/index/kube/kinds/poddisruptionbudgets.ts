import { count, pairs, text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Budget = KubeObject & {
  spec?: {
    minAvailable?: number | string;
    maxUnavailable?: number | string;
    selector?: { matchLabels?: Record<string, string> };
  };
  status?: { disruptionsAllowed?: number; currentHealthy?: number; desiredHealthy?: number; expectedPods?: number };
};

const amount = (value: number | string | undefined) => (value === undefined ? null : text(String(value)));

export const poddisruptionbudgets: TypedKind = {
  name: "poddisruptionbudgets.policy",
  title: "Pod disruption budgets",
  section: "workloads",
  columns: [
    column("least", "Least available", "text", 120),
    column("most", "Most unavailable", "text", 130),
    column("allowed", "Allowed now", "number", 110),
    column("healthy", "Healthy", "text", 90),
    column("selector", "Pods", "text", 240),
    hiddenColumn("expected", "Expected", "number", 90),
  ],
  project(object) {
    const { spec = {}, status: now = {} } = object as Budget;
    const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = now;
    const word = disruptionsAllowed > 0 ? status("Allows", "ok") : status("Blocks", "warn");
    return {
      status: expectedPods === 0 ? status("No pods", "idle") : word,
      least: amount(spec.minAvailable),
      most: amount(spec.maxUnavailable),
      allowed: count(now.disruptionsAllowed),
      healthy: `${currentHealthy}/${desiredHealthy}`,
      selector: pairs(spec.selector?.matchLabels),
      expected: expectedPods,
    };
  },
};
