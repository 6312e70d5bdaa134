import type { Metadata } from "next";
import { ImagePage } from "@/components/images/image-page.tsx";

export const metadata: Metadata = { title: "Image" };

export default async function Page({ params }: { params: Promise<{ cluster: string; node: string; id: string }> }) {
  const { cluster, node, id } = await params;
  return (
    <ImagePage
      imageRef={{ cluster: decodeURIComponent(cluster), node: decodeURIComponent(node), id: decodeURIComponent(id) }}
    />
  );
}
