"use client";
import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { plainText } from "@/lib/format/plain-text.ts";

const heading =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-fg-3 [&_[cmdk-group-heading]]:text-sm";

/** Entries under a heading; it is gone when none of them fits. */
export function PaletteGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Command.Group heading={title} className={heading}>
      {children}
    </Command.Group>
  );
}

export type PaletteEntryProps = {
  /** Unique in the palette; `found …` fits whatever is typed. */
  value: string;
  /** What is looked through, the label first. */
  words?: (string | undefined)[];
  icon: LucideIcon;
  /** In front of the label: a status. */
  mark?: ReactNode;
  /** In grey at the right. */
  note?: string;
  /** Keys that do the same. */
  keys?: string;
  onSelect: () => void;
  children: string;
};

export function PaletteEntry(props: PaletteEntryProps) {
  const { value, words = [props.children], icon, mark, note, keys, onSelect, children } = props;
  return (
    <Command.Item
      value={value}
      keywords={words.filter((word) => word !== undefined)}
      onSelect={onSelect}
      className="flex h-8 cursor-default select-none items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover max-md:h-10"
    >
      <Icon of={icon} className="text-fg-2" />
      <span className="min-w-0 flex-[2] truncate">{plainText(children)}</span>
      {mark}
      {note ? <span className="min-w-0 flex-1 truncate text-right text-fg-3 text-sm">{plainText(note)}</span> : null}
      {keys ? (
        <span className="flex flex-none gap-1 max-md:hidden" aria-hidden="true">
          {keys.split(" ").map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      ) : null}
    </Command.Item>
  );
}
