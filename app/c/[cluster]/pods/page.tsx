import type { Metadata } from "next";
import { PodsList } from "@/components/pods/pods-list.tsx";
import { fleetList, type ListPageProps } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Pods" };

export default async function Page(props: ListPageProps) {
  await fleetList(props, "pods");
  return <PodsList />;
}
