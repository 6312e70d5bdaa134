import type { Metadata } from "next";
import { ImagesList } from "@/components/images/images-list.tsx";
import { requireFleet } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Images" };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await requireFleet((await params).cluster);
  return <ImagesList />;
}
