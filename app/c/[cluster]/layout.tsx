import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Frame } from "@/components/layout/frame.tsx";
import { listAt } from "@/components/table/list-query.ts";
import { fleet } from "@/lib/server/data/cluster.ts";
import { pageFirstWindow } from "@/lib/server/page/first-window.ts";
import { requirePageSession } from "@/lib/server/page/session.ts";

/** The frame of all signed-in pages. Rights are decided where data is read, not here. */
export default async function ClusterLayout(props: { children: ReactNode; params: Promise<{ cluster: string }> }) {
  const cluster = decodeURIComponent((await props.params).cluster);
  const { user, role, readOnly, version } = await requirePageSession();
  if (cluster !== fleet) notFound();
  const first = await pageFirstWindow(role, (target) => listAt(cluster, target));
  const icons = (await cookies()).get("craton-nav")?.value === "icons";
  return (
    <Frame session={{ user, role, readOnly, version, cluster }} icons={icons} first={first}>
      {props.children}
    </Frame>
  );
}
