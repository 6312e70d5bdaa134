import type { Metadata } from "next";
import { NodesList } from "@/components/nodes/nodes-list.tsx";
import { fleetList, type ListPageProps } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Nodes" };

export default async function Page(props: ListPageProps) {
  await fleetList(props, "nodes");
  return <NodesList />;
}
