"use client";
import { PageBody } from "@/components/layout/page-body.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useSession } from "@/components/layout/session-context.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { UserEntry } from "@/lib/contract/console.ts";
import { AgentsSection } from "./agents-section.tsx";
import { UsersSection } from "./users-section.tsx";

/** What the console knows and who may use it. `users` null: the reader may not list them. */
export function SettingsPage({ users }: { users: UserEntry[] | null }) {
  const { version, readOnly } = useSession();
  return (
    <>
      <PageHeader title="Settings" />
      <PageBody narrow>
        <AgentsSection />
        <UsersSection users={users} />
        <Section title="Console">
          <Facts>
            <Fact label="Version">
              <span className="mono">{version}</span>
            </Fact>
            <Fact label="Mode">{readOnly ? "read-only: nothing can be changed here" : "read and write"}</Fact>
          </Facts>
        </Section>
      </PageBody>
    </>
  );
}
