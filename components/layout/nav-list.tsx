"use client";
import { ChevronDown, ChevronRight, Star } from "lucide-react";
import { usePathname } from "next/navigation";
import { useMemo } from "react";
import { Icon } from "@/components/ui/icon.tsx";
import { useKept } from "@/components/ui/kept.ts";
import { useCluster } from "./cluster-context.tsx";
import { kindIcon } from "./kind-icon.ts";
import type { NavGroup, NavItem } from "./nav-item.ts";
import { navGroups, navIdOf } from "./nav-items.ts";
import { FoldedIcon, NavLink } from "./nav-link.tsx";
import { placeOf } from "./page-place.ts";
import { useFavourites } from "./saved-pages.ts";
import { useSession } from "./session-context.tsx";

type Props = { icons?: boolean; onGo?: () => void };

/** The sections with their numbers. `icons` shows nothing but icons, with names on hover and focus. */
export function NavList({ icons = false, onGo }: Props) {
  const { role } = useSession();
  const cluster = useCluster();
  const here = navIdOf(usePathname());
  const groups = useMemo(() => navGroups(cluster, role), [cluster, role]);
  return (
    <nav aria-label="Sections" className="scrollbar-none min-h-0 flex-1 overflow-y-auto pb-3">
      {icons ? null : <Favourites onGo={onGo} />}
      {groups.map((group, at) =>
        group.folds === undefined ? (
          <div key={group.id}>
            {group.title === null ? null : icons ? (
              <hr className="mx-3 my-2 border-nav-line" />
            ) : (
              <h2 className="mx-4 mt-3 mb-1 font-medium text-nav-dim text-xs tracking-[.02em]">{group.title}</h2>
            )}
            <Items items={group.items} here={here} icons={icons} onGo={onGo} />
          </div>
        ) : icons ? (
          <FoldedIcon key={group.id} group={group} here={here} onGo={onGo} />
        ) : (
          <Folded key={group.id} group={group} here={here} onGo={onGo} first={groups[at - 1]?.folds === undefined} />
        ),
      )}
    </nav>
  );
}

function Items({ items, here, icons, onGo }: Props & { items: readonly NavItem[]; here: string }) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.id}>
          <NavLink item={item} here={item.id === here} icons={icons} onGo={onGo} />
        </li>
      ))}
    </ul>
  );
}

/** Opened and closed as it was left; the group of the page is open until somebody closes it. */
function Folded({ group, here, onGo, first }: Props & { group: NavGroup; here: string; first: boolean }) {
  const { user } = useSession();
  const { name } = useCluster();
  const [kept, setKept] = useKept(`craton.${user}.nav.${name}.${group.id}`);
  const holds = group.items.some(({ id }) => id === here);
  const open = kept === null ? holds : kept === "open";
  return (
    <div className={first ? "mt-2" : ""}>
      <h2>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setKept(open ? "closed" : "open")}
          className="mx-2 flex h-7 w-[calc(100%-16px)] items-center gap-[9px] rounded-md px-2 text-left hover:bg-nav-hover hover:text-nav-strong max-md:h-9"
        >
          {group.folds ? <Icon of={group.folds} /> : null}
          <span className="min-w-0 flex-1 truncate">{group.title}</span>
          <Icon of={open ? ChevronDown : ChevronRight} size={12} className="text-nav-dim" />
        </button>
      </h2>
      {open ? (
        <div className="ml-[15px] border-nav-line border-l [&_a]:ml-1">
          <Items items={group.items.map((item) => ({ ...item, icon: null }))} here={here} onGo={onGo} />
        </div>
      ) : null}
    </div>
  );
}

function Favourites({ onGo }: { onGo?: () => void }) {
  const { user } = useSession();
  const { name, kinds } = useCluster();
  const { pages } = useFavourites(user);
  const pathname = usePathname();
  const own = pages.filter(({ href }) => placeOf(href)?.cluster === name);
  if (own.length === 0) return null;
  return (
    <div className="mb-2 border-nav-line border-b pb-2">
      <h2 className="mx-4 mt-1 mb-1 font-medium text-nav-dim text-xs tracking-[.02em]">Favourites</h2>
      <ul>
        {own.map(({ href, title }) => {
          const kind = kinds.find((one) => one.name === placeOf(href)?.kind);
          const item = { id: href, label: title, icon: kind ? kindIcon(kind) : Star, href };
          return (
            <li key={href}>
              <NavLink item={item} here={href === pathname} onGo={onGo} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
