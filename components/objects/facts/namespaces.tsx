"use client";
import Link from "next/link";
import { useWindow } from "@/components/table/use-window.ts";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { formatCount } from "@/lib/format/number.ts";
import { paths } from "@/lib/paths.ts";
import { text } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";

const counted = [
  { kind: "pods", label: "Pods" },
  { kind: "workloads", label: "Workloads" },
  { kind: "services", label: "Services" },
  { kind: "configmaps", label: "Config maps" },
  { kind: "persistentvolumeclaims", label: "Volume claims" },
];

function Contents({ object, cluster }: PartProps) {
  return (
    <Section title="What is in it">
      <Facts>
        {counted.map(({ kind, label }) => (
          <Fact key={kind} label={label}>
            <Count kind={kind} cluster={cluster} namespace={object.metadata.name} />
          </Fact>
        ))}
      </Facts>
    </Section>
  );
}

function Count({ kind, cluster, namespace }: { kind: string; cluster: string; namespace: string }) {
  const view = useWindow({ kind, cluster, namespaces: [namespace], rows: 1 });
  if (view.state === "error") return <span className="text-fg-3">you may not list them</span>;
  const count = view.counts?.matched;
  if (count === undefined) return <span className="text-fg-3">…</span>;
  return (
    <Link
      prefetch={false}
      className="link tabular-nums"
      href={`${paths.objects(cluster, kind)}?${new URLSearchParams({ ns: namespace })}`}
    >
      {formatCount(count)}
    </Link>
  );
}

export const namespaces: KindView = {
  main: Contents,
  facts: ({ object }) => <Fact label="Phase">{text(object, "status", "phase")}</Fact>,
};
