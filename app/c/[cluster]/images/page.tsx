import type { Metadata } from "next";
import { ImageActions } from "@/components/images/image-actions.tsx";
import { ImagesList } from "@/components/images/images-list.tsx";
import { requireFleet } from "@/lib/server/page/cluster.ts";

export const metadata: Metadata = { title: "Images" };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await requireFleet((await params).cluster);
  return <ImagesList actions={<ImageActions />} />;
}
