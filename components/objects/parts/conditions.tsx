"use client";
import { Age } from "@/components/ui/age.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import { list, text } from "../read.ts";
import { conditionTone } from "./condition-tone.ts";

const columns = [
  { title: "Condition", cell: (one: unknown) => text(one, "type") },
  {
    title: "Status",
    cell: (one: unknown) => {
      const status = text(one, "status") ?? "Unknown";
      return <Status tone={conditionTone(text(one, "type") ?? "", status)} word={status} />;
    },
  },
  {
    title: "Why",
    className: "w-1/2 whitespace-normal! min-w-56",
    cell: (one: unknown) => {
      const reason = text(one, "reason");
      const message = text(one, "message");
      return (
        <span className="break-words">
          {reason}
          {reason && message ? <span className="text-fg-3">: </span> : null}
          {message ? <span className="text-fg-2">{message}</span> : null}
        </span>
      );
    },
  },
  {
    title: "Since",
    numeric: true,
    cell: (one: unknown) => <Age at={text(one, "lastTransitionTime") ?? text(one, "lastUpdateTime")} tooltip={false} />,
  },
];

/** What the cluster says of an object's state, each with since when. Nothing where there are none. */
export function Conditions({ object }: { object: KubeObject }) {
  const conditions = list(object, "status", "conditions").filter((one) => text(one, "type") !== null);
  if (conditions.length === 0) return null;
  return (
    <Section title="Conditions">
      <SimpleTable label="Conditions" columns={columns} rows={conditions} rowKey={(one) => text(one, "type") ?? ""} />
    </Section>
  );
}
