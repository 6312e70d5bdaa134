"use client";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { PageBody } from "@/components/layout/page-body.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { Tabs } from "@/components/ui/tabs.tsx";
import { paths } from "@/lib/paths.ts";
import { AgentsSection } from "./agents-section.tsx";
import { ClustersSection } from "./clusters-section.tsx";
import { ConsoleSection } from "./console-section.tsx";
import { RegistriesSection } from "./registries/registries-section.tsx";
import { TrustSection } from "./trust/trust-section.tsx";
import { UsersSection } from "./users-section.tsx";

const sections = [
  { id: "agents", label: "Agents" },
  { id: "clusters", label: "Clusters" },
  { id: "registries", label: "Registries" },
  { id: "trust", label: "Trust" },
  { id: "users", label: "Users" },
  { id: "console", label: "Console" },
] as const;

/** What the console knows and who may use it, a part at a time; `section` as the URL has it. */
export function SettingsPage({ section }: { section: string | null }) {
  const { name, isFleet } = useCluster();
  const current = sections.find(({ id }) => id === section)?.id ?? (isFleet ? "agents" : "clusters");
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs
        label="Parts of the settings"
        current={current}
        tabs={sections.map(({ id, label }) => ({ id, label, href: paths.settings(name, id) }))}
      />
      <PageBody>
        {current === "agents" ? <AgentsSection /> : null}
        {current === "clusters" ? <ClustersSection /> : null}
        {current === "registries" ? <RegistriesSection /> : null}
        {current === "trust" ? <TrustSection /> : null}
        {current === "users" ? <UsersSection /> : null}
        {current === "console" ? <ConsoleSection /> : null}
      </PageBody>
    </>
  );
}
