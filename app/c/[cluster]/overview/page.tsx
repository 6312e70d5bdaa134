import type { Metadata } from "next";
import { KubeOverview } from "@/components/overview/kube/kube-overview.tsx";
import { OverviewPage } from "@/components/overview/overview-page.tsx";
import { fleet } from "@/lib/server/data/cluster.ts";
import { requireCluster } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Overview" };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { name } = await requireCluster((await params).cluster);
  return name === fleet ? <OverviewPage /> : <KubeOverview />;
}
