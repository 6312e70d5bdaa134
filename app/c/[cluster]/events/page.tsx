import type { Metadata } from "next";
import { EventsList } from "@/components/events/events-list.tsx";
import { fleetList, type ListPageProps } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Events" };

export default async function Page(props: ListPageProps) {
  await fleetList(props, "events");
  return <EventsList />;
}
