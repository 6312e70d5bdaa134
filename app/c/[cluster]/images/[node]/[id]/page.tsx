import type { Metadata } from "next";
import { ImagePage } from "@/components/images/image-page.tsx";
import { requireFleet } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Image" };

export default async function Page({ params }: { params: Promise<{ cluster: string; node: string; id: string }> }) {
  const { cluster, node, id } = await params;
  await requireFleet(cluster);
  return (
    <ImagePage
      imageRef={{ cluster: decodeURIComponent(cluster), node: decodeURIComponent(node), id: decodeURIComponent(id) }}
    />
  );
}
