import type { Metadata } from "next";
import { NodesList } from "@/components/nodes/nodes-list.tsx";

export const metadata: Metadata = { title: "Nodes" };

export default function Page() {
  return <NodesList />;
}
