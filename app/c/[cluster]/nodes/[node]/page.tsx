import type { Metadata } from "next";
import { NodePage } from "@/components/nodes/node-page.tsx";

export const metadata: Metadata = { title: "Node" };

export default async function Page({ params }: { params: Promise<{ cluster: string; node: string }> }) {
  const { cluster, node } = await params;
  return <NodePage cluster={decodeURIComponent(cluster)} node={decodeURIComponent(node)} />;
}
