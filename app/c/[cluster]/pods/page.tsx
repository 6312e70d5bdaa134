import type { Metadata } from "next";
import { PodsList } from "@/components/pods/pods-list.tsx";

export const metadata: Metadata = { title: "Pods" };

export default function Page() {
  return <PodsList />;
}
