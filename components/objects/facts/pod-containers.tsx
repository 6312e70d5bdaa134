"use client";
import { Age } from "@/components/ui/age.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import { formatCount } from "@/lib/format/number.ts";
import { containerState } from "../parts/container-state.ts";
import { Mono } from "../parts/mono.tsx";
import { list, number, text } from "../read.ts";
import type { PartProps } from "../view-props.ts";

type Entry = { spec: unknown; status: unknown; note: string | null };

const columns = [
  {
    title: "Name",
    cell: ({ spec, note }: Entry) => (
      <>
        <Mono text={text(spec, "name")} /> {note ? <span className="text-fg-3 text-sm">{note}</span> : null}
      </>
    ),
  },
  {
    title: "State",
    cell: ({ status }: Entry) => {
      const { word, tone, detail } = containerState(status);
      return (
        <span title={detail ?? undefined}>
          <Status tone={tone} word={word} />
        </span>
      );
    },
  },
  {
    title: "Image",
    className: "max-w-[320px] truncate",
    cell: ({ spec }: Entry) => <Mono text={text(spec, "image")} />,
  },
  {
    title: "Restarts",
    numeric: true,
    cell: ({ status }: Entry) => {
      const restarts = number(status, "restartCount") ?? 0;
      return restarts === 0 ? <span className="text-fg-3">0</span> : formatCount(restarts);
    },
  },
  {
    title: "Since",
    numeric: true,
    cell: ({ status }: Entry) => <Age at={containerState(status).since} tooltip={false} />,
  },
];

/** Containers in the order in which they start: those that prepare the pod, those that run in it, those for debugging. */
export function PodContainers({ object }: PartProps) {
  const of = (specs: string, statuses: string, note: (spec: unknown) => string | null): Entry[] =>
    list(object, "spec", specs).map((spec) => ({
      spec,
      status: list(object, "status", statuses).find((one) => text(one, "name") === text(spec, "name")),
      note: note(spec),
    }));
  const rows = [
    ...of("initContainers", "initContainerStatuses", (spec) =>
      text(spec, "restartPolicy") === "Always" ? "sidecar" : "init",
    ),
    ...of("containers", "containerStatuses", () => null),
    ...of("ephemeralContainers", "ephemeralContainerStatuses", () => "debug"),
  ];
  return (
    <Section title="Containers">
      <SimpleTable
        label="Containers of the pod"
        columns={columns}
        rows={rows}
        rowKey={({ spec }) => text(spec, "name") ?? ""}
      />
    </Section>
  );
}
