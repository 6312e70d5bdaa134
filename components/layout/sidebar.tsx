"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { Mark } from "@/components/ui/mark.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { paths } from "@/lib/paths.ts";
import { ClusterSwitcher } from "./cluster-switcher.tsx";
import { NavList } from "./nav-list.tsx";
import { useSession } from "./session-context.tsx";

/** The left column of wide screens, full or icons alone. */
export function Sidebar({ icons, onToggle }: { icons: boolean; onToggle: () => void }) {
  const { cluster } = useSession();
  const label = icons ? "Widen the navigation" : "Narrow the navigation";
  return (
    <aside
      aria-label="Cluster"
      className="row-span-2 flex min-h-0 flex-col border-nav-line border-r bg-nav text-nav-fg max-md:hidden"
    >
      <Link
        href={paths.overview(cluster)}
        prefetch={false}
        className={cx(
          "flex h-(--bar) flex-none items-center gap-[9px] px-3.5 font-semibold text-[14px] text-nav-strong tracking-[-.01em]",
          icons && "justify-center",
        )}
      >
        <Mark />
        <span className={icons ? "sr-only" : ""}>Craton</span>
      </Link>
      <ClusterSwitcher icons={icons} />
      <NavList icons={icons} />
      <Tooltip text={`${label} ([)`} side="right">
        <button
          type="button"
          aria-label={label}
          onClick={onToggle}
          className={cx(
            "m-2 flex h-7 items-center gap-[9px] rounded-md px-2 text-nav-dim hover:bg-nav-hover hover:text-nav-strong",
            icons && "justify-center",
          )}
        >
          <Icon of={icons ? PanelLeftOpen : PanelLeftClose} />
        </button>
      </Tooltip>
    </aside>
  );
}
