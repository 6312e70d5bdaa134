"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { plainText } from "@/lib/format/plain-text.ts";

/** Entries of one level that stand before the rest is asked for. */
const most = 50;
type Entry = [string, unknown];

const isBranch = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.keys(value).length > 0;

/** Any value as names and values, branches folded from the third level on. */
export function ValueTree({ value, depth = 0 }: { value: object; depth?: number }) {
  const [all, setAll] = useState(false);
  const entries: Entry[] = Array.isArray(value) ? value.map((one, at) => [String(at), one]) : Object.entries(value);
  const shown = all ? entries : entries.slice(0, most);
  return (
    <ul className={cx(depth > 0 && "ml-[5px] border-line border-l pl-3.5")}>
      {shown.map(([key, one]) =>
        isBranch(one) ? (
          <Branch key={key} name={nameOf(value, key, one)} value={one} depth={depth} />
        ) : (
          <li key={key} className="flex min-w-0 gap-2 py-0.5 pl-[18px]">
            <span className="flex-none text-fg-2">{plainText(key)}</span>
            <Leaf value={one} />
          </li>
        ),
      )}
      {entries.length > shown.length ? (
        <li className="py-0.5 pl-[18px]">
          <button type="button" className="link text-sm" onClick={() => setAll(true)}>
            {entries.length - shown.length} more
          </button>
        </li>
      ) : null}
    </ul>
  );
}

function Branch({ name, value, depth }: { name: string; value: object; depth: number }) {
  const [open, setOpen] = useState(depth < 2);
  const count = Object.keys(value).length;
  return (
    <li className="min-w-0 py-0.5">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="inline-flex max-w-full items-center gap-1 rounded-sm hover:bg-hover"
      >
        <Icon of={ChevronRight} className={cx("text-fg-3 transition-transform duration-75", open && "rotate-90")} />
        <span className="truncate font-medium">{plainText(name)}</span>
        {open ? null : <span className="text-fg-3 text-sm">{count}</span>}
      </button>
      {open ? <ValueTree value={value} depth={depth + 1} /> : null}
    </li>
  );
}

function Leaf({ value }: { value: unknown }) {
  if (value === null) return <span className="text-fg-3">null</span>;
  if (typeof value === "object")
    return <span className="text-fg-3">{Array.isArray(value) ? "empty list" : "empty"}</span>;
  if (value === "") return <span className="text-fg-3">empty text</span>;
  return (
    <span className="mono min-w-0 whitespace-pre-wrap break-words">{plainText(String(value), { lines: true })}</span>
  );
}

/** Items of lists are told apart by what they call themselves. */
function nameOf(parent: object, key: string, value: object): string {
  if (!Array.isArray(parent)) return key;
  for (const field of ["name", "type", "key", "kind"]) {
    const found: unknown = Reflect.get(value, field);
    if (typeof found === "string" && found !== "") return found;
  }
  return key;
}
