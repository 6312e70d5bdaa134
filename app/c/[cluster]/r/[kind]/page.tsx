import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ObjectsList } from "@/components/objects-list/objects-list.tsx";
import { UnknownKind } from "@/components/objects-list/unknown-kind.tsx";
import { findKind } from "@/lib/server/page/kind.ts";

type Props = { params: Promise<{ cluster: string; kind: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { cluster, kind } = await params;
  const found = await findKind(cluster, kind);
  return { title: found.kind?.title ?? "Unknown kind" };
}

export default async function Page({ params }: Props) {
  const { cluster, kind } = await params;
  const found = await findKind(cluster, kind);
  if (found.kind !== null) return <ObjectsList key={found.kind.name} kind={found.kind} />;
  if (found.name === null) notFound();
  return <UnknownKind kind={found.name} why={found.why} />;
}
