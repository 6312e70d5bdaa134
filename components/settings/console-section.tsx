"use client";
import { useSession } from "@/components/layout/session-context.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";

/** The console itself. */
export function ConsoleSection() {
  const { version, readOnly } = useSession();
  return (
    <Section title="Console">
      <Facts>
        <Fact label="Version">
          <span className="mono">{version}</span>
        </Fact>
        <Fact label="Mode">{readOnly ? "read-only: nothing can be changed here" : "read and write"}</Fact>
      </Facts>
    </Section>
  );
}
