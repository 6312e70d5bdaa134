import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Frame } from "@/components/layout/frame.tsx";
import { fleet } from "@/lib/server/data/cluster.ts";
import { requirePageSession } from "@/lib/server/page/session.ts";

/** The frame of all signed-in pages. Rights are decided where data is read, not here. */
export default async function ClusterLayout(props: { children: ReactNode; params: Promise<{ cluster: string }> }) {
  const cluster = decodeURIComponent((await props.params).cluster);
  const { user, role, readOnly, version } = await requirePageSession();
  if (cluster !== fleet) notFound();
  const icons = (await cookies()).get("craton-nav")?.value === "icons";
  return (
    <Frame session={{ user, role, readOnly, version, cluster }} icons={icons}>
      {props.children}
    </Frame>
  );
}
