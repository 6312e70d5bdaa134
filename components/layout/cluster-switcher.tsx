"use client";
import { ChevronsUpDown, Layers } from "lucide-react";
import { useRouter } from "next/navigation";
import { useWindow } from "@/components/table/use-window.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { Menu, MenuChoice, MenuLabel } from "@/components/ui/menu.tsx";
import { formatPlural } from "@/lib/format/number.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "./session-context.tsx";

/** The agents are a cluster of their own. */
const clusters = ["fleet"];

/** Which cluster the pages show; its URL begins with the name. */
export function ClusterSwitcher({ icons = false }: { icons?: boolean }) {
  const { cluster } = useSession();
  const router = useRouter();
  const nodes = useWindow({ kind: "nodes", cluster, rows: 1 });
  const count = nodes.counts?.total;
  const trigger = (
    <button
      type="button"
      className="mx-2 mb-2 flex items-center gap-2 rounded-md border border-nav-line px-2 py-1.5 text-left text-nav-strong hover:bg-nav-hover"
    >
      {icons ? (
        <>
          <Icon of={Layers} className="mx-auto" />
          <span className="sr-only">{cluster}</span>
        </>
      ) : (
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate leading-[18px]">{cluster}</span>
            <span className="block truncate text-nav-fg text-xs leading-[14px]">
              {count === undefined ? "agents" : `${formatPlural(count, "agent")}`}
            </span>
          </span>
          <span className="sr-only">switch cluster</span>
          <Icon of={ChevronsUpDown} />
        </>
      )}
    </button>
  );
  return (
    <Menu trigger={trigger} align="start" width="w-52">
      <MenuLabel>Clusters</MenuLabel>
      {clusters.map((name) => (
        <MenuChoice key={name} chosen={name === cluster} onSelect={() => router.push(paths.overview(name))}>
          {name}
        </MenuChoice>
      ))}
    </Menu>
  );
}
