"use client";
import { ScrollText } from "lucide-react";
import { useState } from "react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Age } from "@/components/ui/age.tsx";
import { Button } from "@/components/ui/button.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { Tone } from "@/components/ui/tone.ts";
import type { ClusterStatus } from "@/lib/contract/cluster-status.ts";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { ClusterProgress } from "./cluster-progress.tsx";
import { ComponentLogDialog } from "./component-log-dialog.tsx";

type Component = ClusterStatus["components"][number];

const tones: Record<Component["state"], Tone> = {
  waiting: "idle",
  starting: "busy",
  running: "ok",
  restarting: "warn",
  stopped: "idle",
};

/** The parts of the embedded Kubernetes: how each is, how often it began anew, and what it said last. */
export function EmbeddedSection({ entry, status }: { entry: ClusterEntry; status: ClusterStatus }) {
  const deniedLog = useDenied("get", "cluster");
  const [log, setLog] = useState<string | null>(null);
  const columns = [
    { title: "Component", cell: ({ name }: Component) => <CodeText text={name} /> },
    { title: "State", cell: (component: Component) => <State component={component} /> },
    { title: "Restarts", numeric: true, cell: ({ restarts }: Component) => restarts },
    { title: "Since", numeric: true, cell: ({ since }: Component) => <Age at={since} /> },
    {
      title: "",
      numeric: true,
      cell: ({ name }: Component) => (
        <Button size="sm" icon={ScrollText} disabledReason={deniedLog} onClick={() => setLog(name)}>
          Log
          <span className="sr-only"> of {name}</span>
        </Button>
      ),
    },
  ];
  return (
    <Section title="Embedded Kubernetes" note={`${entry.name}, ${plainText(status.kubernetes)}`}>
      <ClusterProgress status={status} className="mb-3 max-w-[560px]" />
      {status.components.length === 0 ? null : (
        <SimpleTable label="Components" columns={columns} rows={status.components} rowKey={({ name }) => name} />
      )}
      {log === null ? null : <ComponentLogDialog cluster={entry.name} component={log} onClose={() => setLog(null)} />}
    </Section>
  );
}

function State({ component }: { component: Component }) {
  const { state, why } = component;
  return (
    <span className="flex max-w-[420px] flex-col">
      <Status tone={tones[state]} word={capital(state)} />
      {why === null ? null : (
        <span className="truncate text-fg-3 text-sm" title={plainText(why)}>
          {capital(plainText(why))}
        </span>
      )}
    </span>
  );
}
