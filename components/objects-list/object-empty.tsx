"use client";
import { SquareStack } from "lucide-react";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { kindIcon } from "@/components/layout/kind-icon.ts";
import { manyOf } from "@/components/layout/kind-words.ts";
import { namespacesText } from "@/components/layout/namespace-param.ts";
import { useNamespaces } from "@/components/layout/namespaces.tsx";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { KubeKind } from "@/lib/contract/kube-kind.ts";

/** What the first one of a kind comes from. */
const advice: Record<string, string> = {
  pods: "Pods come from workloads such as Deployments and Jobs, or are made one by one. They show up here at once.",
  nodes: "A node joins when its kubelet registers with this cluster. Until then every pod stays Pending.",
  events: "Controllers and the scheduler write down what they do; the API server keeps it for an hour.",
  workloads: "Deployments, StatefulSets, DaemonSets, Jobs and CronJobs show up here as soon as somebody makes one.",
};

/** A list without any rows: why, and what next. */
export function ObjectEmpty({ kind }: { kind: KubeKind }) {
  const { name: cluster } = useCluster();
  const { chosen, choose } = useNamespaces();
  const many = manyOf(kind);
  if (kind.namespaced && chosen.length > 0) {
    const where = chosen.length === 1 ? `namespace ${chosen[0]}` : `the namespaces ${namespacesText(chosen)}`;
    return (
      <EmptyState
        icon={SquareStack}
        title={`No ${many} in ${where}`}
        action={<Button onClick={() => choose([])}>Look at all namespaces</Button>}
      >
        The list shows only the chosen namespaces.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={kindIcon(kind)} title={`No ${many} yet`}>
      <p>{advice[kind.name] ?? `${cluster} has none that you may see. The first one shows up here at once.`}</p>
      {kind.verbs.includes("create") && kind.resource !== "" && kind.name !== "events" ? (
        <p className="mt-3">
          <code className="rounded-sm bg-sunken px-1.5 py-0.5">craton kubectl apply -f FILE</code> makes one.
        </p>
      ) : null}
    </EmptyState>
  );
}
