"use client";
import Link from "next/link";
import { Age } from "@/components/ui/age.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { Meter } from "@/components/ui/meter.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { PodRef } from "@/lib/api/console/pods.ts";
import type { App, Pod, PodUsage } from "@/lib/contract/pod.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";
import { paths } from "@/lib/paths.ts";
import { appStatus } from "./state-word.ts";

/** The apps of a pod: state, image, use against limit, age. */
export function AppsTable({ pod, podRef, usage }: { pod: Pod; podRef: PodRef; usage: PodUsage["apps"] | undefined }) {
  const columns = [
    { title: "Name", cell: (app: App) => <CodeText text={app.name} /> },
    { title: "State", cell: (app: App) => <Status {...appStatus(app)} /> },
    {
      title: "Image",
      className: "max-w-[320px]",
      cell: (app: App) => (
        <Link prefetch={false} href={paths.image(podRef.cluster, podRef.node, app.image.id)} className="link">
          <CodeText text={app.image.name} />
        </Link>
      ),
    },
    {
      title: "CPU",
      cell: (app: App) => {
        const cpu = usage?.[app.name]?.cpu ?? null;
        return cpu === null ? (
          <Dash />
        ) : (
          <Meter label="CPU" value={cpu} most={app.limits.cpu} text={formatCores(cpu)} />
        );
      },
    },
    {
      title: "Memory",
      cell: (app: App) => {
        const memory = usage?.[app.name]?.memory ?? null;
        return memory === null ? (
          <Dash />
        ) : (
          <Meter label="Memory" value={memory} most={app.limits.memory} text={formatBytes(memory)} />
        );
      },
    },
    {
      title: "Since",
      numeric: true,
      cell: (app: App) => <Age at={app.finishedAt ?? app.startedAt ?? app.createdAt} />,
    },
  ];
  return <SimpleTable label="Apps of the pod" columns={columns} rows={pod.apps} rowKey={({ name }) => name} />;
}
