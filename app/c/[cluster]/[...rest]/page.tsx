import type { Metadata } from "next";
import { notFound } from "next/navigation";

export const metadata: Metadata = { title: "Not found" };

/** Any other address of a cluster: said inside the frame, so that the way on is there. */
export default function Page() {
  notFound();
}
