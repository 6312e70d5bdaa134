import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { NodeFacts } from "@/lib/contract/node.ts";
import { plainText } from "@/lib/format/plain-text.ts";

type Note = NodeFacts["notes"][number];

const columns = [
  {
    title: "The node",
    className: "max-md:min-w-36",
    cell: ({ level, what }: Note) => (
      <Status
        tone={level === "warning" ? "warn" : "idle"}
        word={plainText(what)}
        className="max-md:whitespace-normal! max-md:[&>span]:whitespace-normal max-md:[&>span]:break-words"
      />
    ),
  },
  {
    title: "What follows",
    className: "whitespace-normal! min-w-64 max-md:min-w-48",
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
