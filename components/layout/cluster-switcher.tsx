"use client";
import { ChevronsUpDown, Layers } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useWindow } from "@/components/table/use-window.ts";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from "@/components/ui/menu.tsx";
import { toneIcon, toneText } from "@/components/ui/tone.ts";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { paths } from "@/lib/paths.ts";
import { useCluster } from "./cluster-context.tsx";
import { clusterTone, clusterWords } from "./cluster-words.ts";
import { samePage } from "./same-page.ts";

/** Which cluster the pages show; its URL begins with the name. The page stays where both clusters have it. */
export function ClusterSwitcher({ icons = false, onGo }: { icons?: boolean; onGo?: () => void }) {
  const { name, isFleet, clusters, kinds } = useCluster();
  const router = useRouter();
  const pathname = usePathname();
  const own = clusters.find((one) => one.name === name);
  const nodes = useWindow(icons ? null : { kind: "nodes", cluster: name, rows: 1 });
  const count = nodes.counts?.total;
  const size = count === undefined ? null : formatPlural(count, isFleet ? "agent" : "node");
  const about = own === undefined || own.state === "ready" ? [own?.version, size] : [clusterWords(own)];
  const go = (to: ClusterEntry) => {
    onGo?.();
    router.push(samePage(pathname, location.search, to, kinds));
  };
  const trigger = (
    <button
      type="button"
      className="mx-2 mb-2 flex items-center gap-2 rounded-md border border-nav-line px-2 py-1.5 text-left text-nav-strong hover:bg-nav-hover"
    >
      {icons ? (
        <>
          <Icon of={Layers} className="mx-auto" />
          <span className="sr-only">{name}</span>
        </>
      ) : (
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate leading-[18px]">{name}</span>
            <span className="block truncate text-nav-fg text-xs leading-[14px]">
              {about.filter(Boolean).join(" · ") || (isFleet ? "agents" : "Kubernetes")}
            </span>
          </span>
          <span className="sr-only">switch cluster</span>
          <Icon of={ChevronsUpDown} />
        </>
      )}
    </button>
  );
  return (
    <Menu trigger={trigger} align="start" width="w-64">
      <MenuLabel>Clusters</MenuLabel>
      {clusters.map((one) => (
        <MenuChoice key={one.name} chosen={one.name === name} onSelect={() => go(one)} tall>
          <span className="block truncate">{one.name}</span>
          <span className="flex items-center gap-1 text-fg-3 text-xs">
            <Icon of={toneIcon[clusterTone(one)]} size={11} className={cx(toneText[clusterTone(one)])} />
            <span className="truncate">{clusterWords(one)}</span>
          </span>
        </MenuChoice>
      ))}
      <MenuLine />
      <MenuItem onSelect={() => router.push(paths.settings(name, "clusters"))}>Clusters in settings</MenuItem>
    </Menu>
  );
}
