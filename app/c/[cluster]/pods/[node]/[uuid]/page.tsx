import type { Metadata } from "next";
import { PodPage } from "@/components/pods/pod-page.tsx";
import { requireFleet } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Pod" };

export default async function Page({ params }: { params: Promise<{ cluster: string; node: string; uuid: string }> }) {
  const { cluster, node, uuid } = await params;
  await requireFleet(cluster);
  const decode = decodeURIComponent;
  return <PodPage podRef={{ cluster: decode(cluster), node: decode(node), uuid: decode(uuid) }} />;
}
