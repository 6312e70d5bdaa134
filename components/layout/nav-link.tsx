"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { Menu, MenuChoice, MenuLabel } from "@/components/ui/menu.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { plainText } from "@/lib/format/plain-text.ts";
import { withNamespaces } from "./namespace-param.ts";
import { useNamespaces } from "./namespaces.tsx";
import { NavCount } from "./nav-count.tsx";
import type { NavGroup, NavItem } from "./nav-item.ts";

type LinkProps = { item: NavItem; here: boolean; icons?: boolean; onGo?: () => void };

const box = "mx-2 flex h-7 items-center gap-[9px] rounded-md px-2 hover:bg-nav-hover hover:text-nav-strong max-md:h-9";
const chosenBox = "bg-nav-hover font-medium text-nav-strong shadow-[inset_2px_0_var(--nav-accent)]";

/** One item; the chosen namespaces go along. */
export function NavLink({ item, here, icons = false, onGo }: LinkProps) {
  const { chosen } = useNamespaces();
  const label = plainText(item.label);
  const link = (
    <Link
      href={withNamespaces(item.href, chosen)}
      prefetch={false}
      onClick={onGo}
      aria-current={here ? "page" : undefined}
      aria-label={icons ? label : undefined}
      className={cx(box, here && chosenBox, icons && "justify-center")}
    >
      {item.icon === null ? null : <Icon of={item.icon} />}
      {icons ? null : (
        <span className="min-w-0 truncate" title={label}>
          {label}
        </span>
      )}
      {icons || !item.counts ? null : <NavCount kind={item.counts} />}
    </Link>
  );
  return icons ? (
    <Tooltip text={label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

/** A group where there is room for one icon: its items come in a menu beside it. */
export function FoldedIcon({ group, here, onGo }: { group: NavGroup; here: string; onGo?: () => void }) {
  const router = useRouter();
  const { chosen } = useNamespaces();
  const go = (href: string) => {
    onGo?.();
    router.push(withNamespaces(href, chosen));
  };
  const holds = group.items.some(({ id }) => id === here);
  return (
    <Menu
      align="start"
      width="w-56"
      trigger={
        <button
          type="button"
          title={group.title ?? undefined}
          className={cx(box, holds && chosenBox, "w-[calc(100%-16px)] justify-center data-[state=open]:bg-nav-hover")}
        >
          {group.folds ? <Icon of={group.folds} /> : null}
          <span className="sr-only">{group.title}</span>
        </button>
      }
    >
      <MenuLabel>{group.title}</MenuLabel>
      {group.items.map((item) => (
        <MenuChoice
          key={item.id}
          icon={item.icon ?? undefined}
          chosen={item.id === here}
          onSelect={() => go(item.href)}
        >
          {item.label}
        </MenuChoice>
      ))}
    </Menu>
  );
}
