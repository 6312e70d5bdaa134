import type { ReactNode } from "react";

/**
 * A link to a page of the console inside of a row. A plain one: its list takes the press for all its rows (useRowPresses), since a hundred
 * links with a state of their own cost a fifth of each new page of rows. Inside of a row the keyboard moves by rows, not by links.
 */
export function RowLink({ href, className, children }: { href: string; className: string; children: ReactNode }) {
  return (
    <a href={href} data-row-link="" tabIndex={-1} className={className}>
      {children}
    </a>
  );
}

/** Where a press of the main button leads without another key; null for all others, which the browser serves itself. */
export function pressedRowLink(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || !(event.target instanceof Element))
    return null;
  return event.target.closest("a[data-row-link]")?.getAttribute("href") ?? null;
}
