"use client";
import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { useCluster } from "./cluster-context.tsx";
import { withNamespaces } from "./namespace-param.ts";
import { useNamespaces } from "./namespaces.tsx";
import { navGroups, navIdOf } from "./nav-items.ts";
import { useSession } from "./session-context.tsx";

const tab = "flex h-13 flex-1 flex-col items-center justify-center gap-0.5 text-[10px] leading-3";

/** Beside More. */
const most = 4;

/** The main sections at the thumb on a narrow screen; the rest is behind More. */
export function BottomNav({ onMore }: { onMore: () => void }) {
  const { role } = useSession();
  const cluster = useCluster();
  const { chosen } = useNamespaces();
  const here = navIdOf(usePathname());
  const main = (navGroups(cluster, role)[0]?.items ?? []).slice(0, most);
  const elsewhere = !main.some((item) => item.id === here);
  return (
    <nav aria-label="Main sections" className="flex border-nav-line border-t bg-nav text-nav-fg md:hidden">
      {main.map((item) => (
        <Link
          key={item.id}
          href={withNamespaces(item.href, chosen)}
          prefetch={false}
          aria-current={item.id === here ? "page" : undefined}
          className={cx(tab, item.id === here && "bg-nav-hover font-medium text-nav-strong")}
        >
          {item.icon === null ? null : <Icon of={item.icon} size={16} />}
          {item.label}
        </Link>
      ))}
      <button
        type="button"
        onClick={onMore}
        className={cx(tab, elsewhere && "bg-nav-hover font-medium text-nav-strong")}
      >
        <Icon of={MenuIcon} size={16} />
        More
      </button>
    </nav>
  );
}
