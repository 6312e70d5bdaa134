"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { AddClusterDialog } from "./add-cluster-dialog.tsx";
import { ClusterTable } from "./cluster-table.tsx";
import { EmbeddedSection } from "./embedded-section.tsx";
import { RemoveClusterDialog } from "./remove-cluster-dialog.tsx";
import { TokenDialog } from "./token-dialog.tsx";
import { useClusters } from "./use-clusters.ts";

/** The clusters that the user may open, how they are, and the ways to add, remove and get into one. */
export function ClustersSection() {
  const deniedAdd = useDenied("create", "cluster");
  const clusters = useClusters();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<ClusterEntry | null>(null);
  const [token, setToken] = useState<ClusterEntry | null>(null);
  const entries = clusters.data;
  const embedded = entries.find(({ type }) => type === "embedded");
  const isOff = embedded !== undefined && embedded.state === "off";
  return (
    <>
      <Section
        title="Clusters"
        action={
          <Button size="sm" icon={Plus} disabledReason={deniedAdd} onClick={() => setAdding(true)}>
            Add cluster
          </Button>
        }
      >
        {clusters.isError ? (
          <ErrorPanel what="The clusters cannot be listed" error={clusters.error} onRetry={() => clusters.refetch()} />
        ) : (
          <ClusterTable entries={entries} onRemove={setRemoving} onToken={setToken} />
        )}
        {entries
          .filter(({ warnings }) => warnings.length > 0)
          .map(({ name, warnings }) => (
            <Banner key={name} tone="warn" title={`Cluster ${name}`} className="mt-3">
              {warnings.map((warning) => (
                <p key={warning}>{warning}</p>
              ))}
            </Banner>
          ))}
        {entries.length === 1 || isOff ? (
          <p className="mt-3 text-fg-2">
            A Kubernetes cluster is added by its kubeconfig, here or with <code>npm start -- --kubeconfig FILE</code>.
          </p>
        ) : null}
      </Section>
      {embedded?.embedded ? <EmbeddedSection entry={embedded} status={embedded.embedded} /> : null}
      {adding ? <AddClusterDialog onClose={() => setAdding(false)} /> : null}
      {removing ? <RemoveClusterDialog entry={removing} onClose={() => setRemoving(null)} /> : null}
      {token ? <TokenDialog entry={token} onClose={() => setToken(null)} /> : null}
    </>
  );
}
