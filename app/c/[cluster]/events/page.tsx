import type { Metadata } from "next";
import { EventsList } from "@/components/events/events-list.tsx";

export const metadata: Metadata = { title: "Events" };

export default function Page() {
  return <EventsList />;
}
