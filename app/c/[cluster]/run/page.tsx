import type { Metadata } from "next";
import { RunPage } from "@/components/run/run-page.tsx";
import { requireFleet } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Run a pod" };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await params;
  await requireFleet(cluster);
  return <RunPage cluster={decodeURIComponent(cluster)} />;
}
