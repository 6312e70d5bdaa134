"use client";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { withNamespaces } from "@/components/layout/namespace-param.ts";
import { useNamespaces } from "@/components/layout/namespaces.tsx";
import { Tabs } from "@/components/ui/tabs.tsx";
import { paths } from "@/lib/paths.ts";

/** Beside a list of workloads: all of them, and each kind. Null for other kinds. */
export function WorkloadTabs({ kind }: { kind: string }) {
  const { name: cluster, kinds } = useCluster();
  const { chosen } = useNamespaces();
  const mixed = kinds.find(({ name }) => name === "workloads");
  const of = mixed?.of ?? [];
  if (mixed === undefined || !["workloads", ...of].includes(kind)) return null;
  const tabs = ["workloads", ...of]
    .flatMap((name) => kinds.filter((one) => one.name === name))
    .map(({ name, title }) => ({
      id: name,
      label: name === "workloads" ? "All" : title,
      href: withNamespaces(paths.objects(cluster, name), chosen),
    }));
  return <Tabs label="Kinds of workloads" tabs={tabs} current={kind} />;
}
