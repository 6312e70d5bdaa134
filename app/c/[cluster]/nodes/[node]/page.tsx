import type { Metadata } from "next";
import { NodePage } from "@/components/nodes/node-page.tsx";
import { requireFleet } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Node" };

export default async function Page({ params }: { params: Promise<{ cluster: string; node: string }> }) {
  const { cluster, node } = await params;
  await requireFleet(cluster);
  return <NodePage cluster={decodeURIComponent(cluster)} node={decodeURIComponent(node)} />;
}
