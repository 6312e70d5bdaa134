"use client";
import { useEffect, useState } from "react";
import { Sparkline } from "@/components/ui/sparkline.tsx";
import type { Pod, Usage } from "@/lib/contract/pod.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";

/** Samples kept while the page is open. */
const most = 120;

function limitOf(pod: Pod, kind: "cpu" | "memory"): number | null {
  const limits = pod.apps.map((app) => app.limits[kind]);
  return limits.every((limit) => limit !== null) ? limits.reduce<number>((sum, limit) => sum + (limit ?? 0), 0) : null;
}

/** CPU and memory of the pod now, and since the page was opened. */
export function UsageAside({ pod, usage, at }: { pod: Pod; usage: Usage | undefined; at: number }) {
  const [samples, setSamples] = useState<{ at: number; cpu: number | null; memory: number | null }[]>([]);
  useEffect(() => {
    if (usage === undefined || at === 0) return;
    setSamples((held) =>
      held.at(-1)?.at === at ? held : [...held, { at, cpu: usage.cpu, memory: usage.memory }].slice(-most),
    );
  }, [usage, at]);
  const cpuLimit = limitOf(pod, "cpu");
  const memoryLimit = limitOf(pod, "memory");
  return (
    <>
      <Figure title="CPU" value={formatCores(usage?.cpu)} limit={cpuLimit === null ? null : formatCores(cpuLimit)}>
        <Sparkline label="CPU since the page was opened" values={samples.map(({ cpu }) => cpu)} most={cpuLimit} />
      </Figure>
      <Figure
        title="Memory"
        value={formatBytes(usage?.memory)}
        limit={memoryLimit === null ? null : formatBytes(memoryLimit)}
      >
        <Sparkline
          label="Memory since the page was opened"
          values={samples.map(({ memory }) => memory)}
          most={memoryLimit}
        />
      </Figure>
    </>
  );
}

function Figure(props: { title: string; value: string; limit: string | null; children: React.ReactNode }) {
  return (
    <section className="mb-5">
      <h2 className="mb-1 font-semibold">
        {props.title} <span className="font-normal text-fg-3 text-sm">since you opened this page</span>
      </h2>
      <p className="mb-1">
        <span className="font-semibold text-lg tabular-nums">{props.value}</span>{" "}
        <span className="text-fg-3">{props.limit === null ? "no limit" : `of ${props.limit} limit`}</span>
      </p>
      {props.children}
    </section>
  );
}
