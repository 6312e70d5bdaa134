import { Banner } from "@/components/ui/banner.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { NodeFacts } from "@/lib/contract/node.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** What the host lacks, and what follows from it. */
export function NodeNotes({ notes }: { notes: NodeFacts["notes"] }) {
  if (notes.length === 0) return null;
  return (
    <Section title="Worth knowing">
      <div className="flex flex-col gap-2">
        {notes.map(({ level, what, follows }) => (
          <Banner key={what} tone={level === "warning" ? "warn" : "idle"} title={plainText(what)}>
            {plainText(follows)}
          </Banner>
        ))}
      </div>
    </Section>
  );
}
