import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { NodeFacts } from "@/lib/contract/node.ts";
import { plainText } from "@/lib/format/plain-text.ts";

type Note = NodeFacts["notes"][number];

const columns = [
  {
    title: "The node",
    cell: ({ level, what }: Note) => <Status tone={level === "warning" ? "warn" : "idle"} word={plainText(what)} />,
  },
  {
    title: "What follows",
    className: "whitespace-normal! min-w-64",
    cell: ({ follows }: Note) => <span className="text-fg-2">{plainText(follows)}</span>,
  },
];

/** What the host lacks, and what follows from it. */
export function NodeNotes({ notes }: { notes: NodeFacts["notes"] }) {
  if (notes.length === 0) return null;
  return (
    <Section title="What the node lacks">
      <SimpleTable label="What the node lacks" columns={columns} rows={notes} rowKey={({ what }) => what} />
    </Section>
  );
}
