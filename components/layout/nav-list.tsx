"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { NavCount } from "./nav-count.tsx";
import { type NavItem, navGroups, navIdOf } from "./nav-items.ts";
import { useSession } from "./session-context.tsx";

/** The sections with their numbers. `icons` shows nothing but icons, with names on hover and focus. */
export function NavList({ icons = false, onGo }: { icons?: boolean; onGo?: () => void }) {
  const { cluster, role } = useSession();
  const here = navIdOf(usePathname());
  return (
    <nav aria-label="Sections" className="scrollbar-none min-h-0 flex-1 overflow-y-auto pb-3">
      {navGroups(cluster, role).map((group) => (
        <div key={group.title ?? "main"}>
          {group.title === null ? null : icons ? (
            <hr className="mx-3 my-2 border-nav-line" />
          ) : (
            <h2 className="mx-4 mt-3 mb-1 font-medium text-nav-dim text-xs tracking-[.02em]">{group.title}</h2>
          )}
          <ul>
            {group.items.map((item) => (
              <li key={item.id}>
                <Item item={item} here={item.id === here} icons={icons} cluster={cluster} onGo={onGo} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

type ItemProps = { item: NavItem; here: boolean; icons: boolean; cluster: string; onGo?: () => void };

function Item({ item, here, icons, cluster, onGo }: ItemProps) {
  const link = (
    <Link
      href={item.href}
      prefetch={false}
      onClick={onGo}
      aria-current={here ? "page" : undefined}
      aria-label={icons ? item.label : undefined}
      className={cx(
        "mx-2 flex h-7 items-center gap-[9px] rounded-md px-2 hover:bg-nav-hover hover:text-nav-strong max-md:h-9",
        here && "bg-nav-hover font-medium text-nav-strong shadow-[inset_2px_0_var(--nav-accent)]",
        icons && "justify-center",
      )}
    >
      <Icon of={item.icon} />
      {icons ? null : item.label}
      {icons || !item.counts ? null : <NavCount kind={item.counts} cluster={cluster} />}
    </Link>
  );
  return icons ? (
    <Tooltip text={item.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
