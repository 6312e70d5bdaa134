import type { Metadata } from "next";
import { BrowsePage } from "@/components/images/browse/browse-page.tsx";
import { type ListPageProps, requireFleet } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Browse registries" };

export default async function Page({ params, searchParams }: ListPageProps) {
  await requireFleet((await params).cluster);
  const query = await searchParams;
  const one = (name: string) => {
    const value = query[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const at = {
    node: one("node"),
    registry: one("registry"),
    repository: one("repository"),
    reference: one("reference"),
  };
  return <BrowsePage at={at} />;
}
