"use client";
import type { LucideIcon } from "lucide-react";
import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";

const itemStyle =
  "flex h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 outline-none data-[highlighted]:bg-hover data-[disabled]:text-fg-3";

/** Opens under `trigger` (a Button or IconButton). Children are MenuItems, MenuChoices, MenuLabels and MenuLines. */
export function Menu(props: { trigger: ReactNode; align?: "start" | "end"; width?: string; children: ReactNode }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{props.trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={props.align ?? "end"}
          sideOffset={4}
          collisionPadding={8}
          className={cx(
            "z-50 max-h-[70vh] animate-enter overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 shadow-raised",
            props.width ?? "min-w-48",
          )}
        >
          {props.children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export type MenuItemProps = {
  icon?: LucideIcon;
  danger?: boolean;
  /** Why it cannot be chosen now; shown under its name, since a menu has no room for tooltips on a keyboard. */
  disabledReason?: string | null;
  /** A key that does the same. */
  hint?: string;
  onSelect: () => void;
  children: ReactNode;
};

export function MenuItem({ icon, danger, disabledReason, hint, onSelect, children }: MenuItemProps) {
  return (
    <Radix.Item
      disabled={Boolean(disabledReason)}
      onSelect={onSelect}
      className={cx(itemStyle, danger && !disabledReason && "text-bad", disabledReason && "h-auto! py-1")}
    >
      {icon ? <Icon of={icon} className={disabledReason || danger ? "" : "text-fg-2"} /> : null}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{children}</span>
        {disabledReason ? (
          <span className="block max-w-56 whitespace-normal text-fg-3 text-sm">{disabledReason}</span>
        ) : null}
      </span>
      {hint ? <span className="text-fg-3 text-sm">{hint}</span> : null}
    </Radix.Item>
  );
}

/** Leads somewhere; with `download` it saves what is there. */
export function MenuLink(props: { href: string; download?: boolean; children: ReactNode }) {
  return (
    <Radix.Item asChild className={itemStyle}>
      <a href={props.href} download={props.download}>
        <span className="min-w-0 flex-1 truncate">{props.children}</span>
      </a>
    </Radix.Item>
  );
}

/** One of several, with a tick at the chosen one. */
export function MenuChoice(props: {
  icon?: LucideIcon;
  chosen: boolean;
  /** It has two lines. */
  tall?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Radix.CheckboxItem
      checked={props.chosen}
      onCheckedChange={props.onSelect}
      className={cx(itemStyle, props.tall && "h-auto! py-1.5")}
    >
      {props.icon ? <Icon of={props.icon} className="text-fg-2" /> : null}
      <span className={cx("min-w-0 flex-1", !props.tall && "truncate")}>{props.children}</span>
      <Icon of={Check} className={props.chosen ? "text-accent" : "invisible"} />
    </Radix.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-fg-3 text-sm">{children}</Radix.Label>;
}

export function MenuLine() {
  return <Radix.Separator className="my-1 border-line border-t" />;
}
