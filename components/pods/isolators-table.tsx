import { CodeText } from "@/components/ui/code-text.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { IsolatorReport } from "@/lib/contract/pod.ts";
import { plainText } from "@/lib/format/plain-text.ts";

const outcomes: Record<IsolatorReport["outcome"], { word: string; tone: "ok" | "warn" | "idle" }> = {
  enforced: { word: "Enforced", tone: "ok" },
  modified: { word: "Modified", tone: "warn" },
  ignored: { word: "Ignored", tone: "warn" },
};

/** Which isolators were enforced, modified or ignored, and why (appc H2). */
export function IsolatorsTable({ isolators }: { isolators: IsolatorReport[] }) {
  const columns = [
    {
      title: "App",
      cell: (row: IsolatorReport) =>
        row.app === null ? <span className="text-fg-2">pod</span> : <CodeText text={row.app} />,
    },
    { title: "Isolator", cell: (row: IsolatorReport) => <CodeText text={row.name} /> },
    { title: "Outcome", cell: (row: IsolatorReport) => <Status {...outcomes[row.outcome]} /> },
    {
      title: "Why",
      className: "whitespace-normal! min-w-64",
      cell: (row: IsolatorReport) =>
        row.note === "" ? <Dash /> : <span className="text-fg-2">{plainText(row.note)}</span>,
    },
  ];
  return (
    <SimpleTable label="Isolators" columns={columns} rows={isolators} rowKey={({ app, name }) => `${app}/${name}`} />
  );
}
