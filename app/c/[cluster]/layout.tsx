import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Frame } from "@/components/layout/frame.tsx";
import { toNavKind } from "@/components/layout/nav-kind.ts";
import { listAt, objectsAt } from "@/components/table/list-query.ts";
import { fleet } from "@/lib/server/data/cluster.ts";
import { kindsOf, knownKind, requireCluster } from "@/lib/server/page/cluster.ts";
import { pageFirstWindow } from "@/lib/server/page/first-window.ts";

/** The frame of all signed-in pages. Rights are decided where data is read, not here. */
export default async function ClusterLayout(props: { children: ReactNode; params: Promise<{ cluster: string }> }) {
  const { context, actor, name, entries } = await requireCluster((await props.params).cluster);
  const isFleet = name === fleet;
  // Side by side: the rows need no more than their own kind.
  const [kinds, first] = await Promise.all([
    isFleet ? [] : kindsOf({ context, actor }, name),
    pageFirstWindow(actor, (target) =>
      isFleet ? listAt(name, target) : objectsAt(name, target, (kind) => knownKind({ context, actor }, name, kind)),
    ),
  ]);
  const icons = (await cookies()).get("craton-nav")?.value === "icons";
  const { user, role } = actor;
  const { readOnly, version } = context.config;
  return (
    <Frame
      session={{ user, role, readOnly, version, cluster: name }}
      icons={icons}
      first={first}
      facts={{ name, isFleet, clusters: entries, kinds: kinds.map(toNavKind) }}
    >
      {props.children}
    </Frame>
  );
}
