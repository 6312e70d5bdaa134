import { notFound } from "next/navigation";
import { fleetList, type ListPageProps } from "@/lib/server/page/cluster.ts";

/** A short address: Kubernetes' workloads are a list of kinds, the fleet has none. */
export default async function Page(props: ListPageProps) {
  await fleetList(props, "workloads");
  notFound();
}
