import Link from "next/link";
import { formatCount } from "@/lib/format/number.ts";
import { cx } from "./cx.ts";

export type Tab = { id: string; label: string; href: string; count?: number };

/** Tabs of a page. Each is a link: the URL holds the tab and Back works. What is under them follows in the page. */
export function Tabs({ label, tabs, current }: { label: string; tabs: Tab[]; current: string }) {
  return (
    <nav aria-label={label} className="scrollbar-none flex flex-none gap-0.5 overflow-x-auto border-line border-b px-4">
      {tabs.map((tab) => {
        const here = tab.id === current;
        return (
          <Link
            key={tab.id}
            href={tab.href}
            scroll={false}
            prefetch={false}
            aria-current={here ? "page" : undefined}
            className={cx(
              "-mb-px whitespace-nowrap border-b-2 px-2.5 py-[7px]",
              here ? "border-accent font-medium text-fg" : "border-transparent text-fg-2 hover:text-fg",
            )}
          >
            {tab.label}
            {tab.count === undefined ? null : (
              <span className="ml-1 font-normal text-fg-3 text-sm tabular-nums">{formatCount(tab.count)}</span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
