import type { Metadata } from "next";
import { ImageActions } from "@/components/images/image-actions.tsx";
import { ImagesList } from "@/components/images/images-list.tsx";

export const metadata: Metadata = { title: "Images" };

export default function Page() {
  return <ImagesList actions={<ImageActions />} />;
}
