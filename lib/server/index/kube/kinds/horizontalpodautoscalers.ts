import { count, list, text } from "../cell.ts";
import type { Condition, KubeObject } from "../object.ts";
import { type StatusCell, status } from "../tone.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Value = { averageUtilization?: number; averageValue?: string; value?: string };
type Metric = {
  type?: string;
  resource?: { name?: string; target?: Value; current?: Value };
  pods?: { metric?: { name?: string }; target?: Value; current?: Value };
  object?: { metric?: { name?: string }; target?: Value; current?: Value };
  external?: { metric?: { name?: string }; target?: Value; current?: Value };
  containerResource?: { name?: string; target?: Value; current?: Value };
};
type Autoscaler = KubeObject & {
  spec?: {
    scaleTargetRef?: { kind?: string; name?: string };
    minReplicas?: number;
    maxReplicas?: number;
    metrics?: Metric[];
  };
  status?: {
    currentReplicas?: number;
    desiredReplicas?: number;
    currentMetrics?: Metric[] | null;
    conditions?: Condition[];
  };
};

export const horizontalpodautoscalers: TypedKind = {
  name: "horizontalpodautoscalers.autoscaling",
  title: "Horizontal pod autoscalers",
  section: "workloads",
  columns: [
    column("target", "Scales", "text", 220),
    column("metrics", "Targets", "text", 220),
    column("replicas", "Replicas", "number", 80),
    column("least", "Least", "number", 70),
    column("most", "Most", "number", 70),
    hiddenColumn("desired", "Desired", "number", 80),
    hiddenColumn("reason", "Reason", "text", 240),
  ],
  project(object) {
    const { spec = {}, status: now = {} } = object as Autoscaler;
    const target = spec.scaleTargetRef;
    const current = now.currentMetrics ?? [];
    return {
      status: autoscalerStatus(now.conditions ?? []),
      target: target?.name ? text(`${target.kind}/${target.name}`) : null,
      metrics: list((spec.metrics ?? []).map((metric, at) => metricText(metric, current[at]))),
      replicas: count(now.currentReplicas),
      least: spec.minReplicas ?? 1,
      most: count(spec.maxReplicas),
      desired: count(now.desiredReplicas),
      reason: text(
        (now.conditions ?? []).find(({ status: value, type }) => value === "False" && type !== "ScalingLimited")
          ?.reason,
      ),
    };
  },
};

function autoscalerStatus(conditions: readonly Condition[]): StatusCell {
  const is = (type: string, value: string) => conditions.some((one) => one.type === type && one.status === value);
  if (is("AbleToScale", "False")) return status("Unable", "bad");
  if (is("ScalingActive", "False")) return status("Inactive", "warn");
  if (is("ScalingLimited", "True")) return status("Limited", "warn");
  return is("ScalingActive", "True") ? status("Active", "ok") : status("Unknown", "warn");
}

/** `cpu: 40%/80%` */
function metricText(wanted: Metric, now: Metric | undefined): string {
  const of = (metric: Metric | undefined) =>
    metric?.resource ?? metric?.pods ?? metric?.object ?? metric?.external ?? metric?.containerResource;
  const target = of(wanted);
  const name =
    target === undefined ? "" : "name" in target ? target.name : "metric" in target ? target.metric?.name : "";
  return `${name}: ${valueText(of(now)?.current) ?? "unknown"}/${valueText(target?.target) ?? "unknown"}`;
}

function valueText(value: Value | undefined): string | null {
  if (value?.averageUtilization !== undefined) return `${value.averageUtilization}%`;
  return value?.averageValue ?? value?.value ?? null;
}
