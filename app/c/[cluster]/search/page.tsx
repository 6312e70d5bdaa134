import type { Metadata } from "next";
import { SearchPage } from "@/components/search/search-page.tsx";
import { requireKube } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Search" };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await requireKube((await params).cluster);
  return <SearchPage />;
}
