"use client";
import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { navGroups, navIdOf } from "./nav-items.ts";
import { useSession } from "./session-context.tsx";

const tab = "flex h-13 flex-1 flex-col items-center justify-center gap-0.5 text-[10px] leading-3";

/** The main sections at the thumb on a narrow screen; the rest is behind More. */
export function BottomNav({ onMore }: { onMore: () => void }) {
  const { cluster, role } = useSession();
  const here = navIdOf(usePathname());
  const main = navGroups(cluster, role)[0]?.items ?? [];
  const elsewhere = !main.some((item) => item.id === here);
  return (
    <nav aria-label="Main sections" className="flex border-nav-line border-t bg-nav text-nav-fg md:hidden">
      {main.map((item) => (
        <Link
          key={item.id}
          href={item.href}
          prefetch={false}
          aria-current={item.id === here ? "page" : undefined}
          className={cx(tab, item.id === here && "bg-nav-hover font-medium text-nav-strong")}
        >
          <Icon of={item.icon} size={16} />
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
