import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Moment } from "../parts/moment.tsx";
import { ScaleTarget } from "../parts/scale-target.tsx";
import { at, list, number, text } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";

function AutoscalerFacts({ object, cluster }: PartProps) {
  const last = text(object, "status", "lastScaleTime");
  return (
    <>
      <Fact label="Scales">
        <ScaleTarget object={object} cluster={cluster} target={at(object, "spec", "scaleTargetRef")} />
      </Fact>
      <Fact label="Replicas">
        {number(object, "status", "currentReplicas") ?? 0} now, {number(object, "status", "desiredReplicas") ?? 0}{" "}
        wanted
      </Fact>
      <Fact label="Bounds">
        {number(object, "spec", "minReplicas") ?? 1} to {number(object, "spec", "maxReplicas") ?? "?"}
      </Fact>
      <Fact label="Last change">{last ? <Moment at={last} /> : null}</Fact>
    </>
  );
}

type Metric = { name: string; target: string; now: string };

function valueWords(value: unknown): string {
  const share = number(value, "averageUtilization");
  if (share !== null) return `${share} % of what is requested`;
  return text(value, "averageValue") ?? text(value, "value") ?? "unknown";
}

function metricOf(metric: unknown, current: unknown): Metric {
  const type = text(metric, "type") ?? "";
  const field = type.charAt(0).toLowerCase() + type.slice(1);
  const name = text(metric, field, "name") ?? text(metric, field, "metric", "name") ?? type;
  return { name, target: valueWords(at(metric, field, "target")), now: valueWords(at(current, field, "current")) };
}

function Metrics({ object }: PartProps) {
  const now = list(object, "status", "currentMetrics");
  const rows = list(object, "spec", "metrics").map((metric, at) => metricOf(metric, now[at]));
  if (rows.length === 0) return null;
  const columns = [
    { title: "Metric", cell: (row: Metric) => row.name },
    { title: "Target", cell: (row: Metric) => row.target },
    { title: "Now", cell: (row: Metric) => row.now },
  ];
  return (
    <Section title="Metrics">
      <SimpleTable label="Metrics" columns={columns} rows={rows} rowKey={({ name, target }) => `${name}${target}`} />
    </Section>
  );
}

export const autoscalers: KindView = { main: Metrics, facts: AutoscalerFacts };
