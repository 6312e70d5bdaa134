import type { Metadata } from "next";
import { RunPage } from "@/components/run/run-page.tsx";

export const metadata: Metadata = { title: "Run a pod" };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  return <RunPage cluster={decodeURIComponent((await params).cluster)} />;
}
