import type { Metadata } from "next";
import { ImagesList } from "@/components/images/images-list.tsx";

export const metadata: Metadata = { title: "Images" };

export default function Page() {
  return <ImagesList />;
}
