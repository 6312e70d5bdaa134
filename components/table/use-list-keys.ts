"use client";
import { useRouter } from "next/navigation";
import { type Dispatch, type RefObject, useEffect } from "react";
import { type Shortcuts, useShortcuts } from "@/components/layout/shortcuts.ts";
import type { Row } from "@/lib/contract/live.ts";
import { pressedRowLink } from "./row-link.tsx";
import { cursorIndex, type Page, type Selection, type SelectionAction } from "./selection.ts";

type Props = {
  page: Page;
  count: number;
  selection: Selection;
  dispatch: Dispatch<SelectionAction>;
  href: (row: Row) => string | null;
  boxes: boolean;
  filter: RefObject<HTMLInputElement | null>;
  table: RefObject<HTMLTableElement | null>;
};

/** j, k, arrows, Enter, x, / and Escape, from anywhere on the page. */
export function useListKeys({ page, count, selection, dispatch, href, boxes, filter, table }: Props): void {
  const router = useRouter();
  const at = cursorIndex(selection, page);
  const move = (by: number) => {
    if (count === 0) return;
    // Before the first key the cursor waits above the first row.
    const index = Math.min(count - 1, Math.max(0, (at ?? -1) + by));
    dispatch({ type: "move", index, page });
    // From here on Enter means the row, not the button that was pressed last.
    table.current?.focus({ preventScroll: true });
  };
  const open = (event: KeyboardEvent) => {
    // Enter on a button or a link is theirs.
    if (event.target instanceof HTMLElement && event.target.closest("a, button, input") !== null) return;
    const row = at === null ? undefined : page.rows[at - page.from];
    const to = row ? href(row) : null;
    if (to !== null) router.push(to);
  };
  const choose = (type: "toggle" | "range") => () => {
    if (boxes && at !== null) dispatch({ type, index: at, page });
  };
  const steps: [key: string, by: number][] = [
    ["j", 1],
    ["k", -1],
    ["ArrowDown", 1],
    ["ArrowUp", -1],
    ["PageDown", 20],
    ["PageUp", -20],
    ["Home", -count],
    ["End", count],
  ];
  const keys: Shortcuts = Object.fromEntries(steps.map(([key, by]) => [key, () => move(by)]));
  keys.x = choose("toggle");
  keys.X = choose("range");
  keys["/"] = () => filter.current?.focus();
  keys.Escape = () => dispatch({ type: "clear" });
  keys.Enter = open;
  useShortcuts(keys);
}

/** Presses on rows, by one listener for all of them: links lead on, the box toggles, Shift takes a range, elsewhere the cursor goes there. */
export function useRowPresses(
  table: RefObject<HTMLTableElement | null>,
  page: Page,
  dispatch: Dispatch<SelectionAction>,
  boxes: boolean,
): void {
  const router = useRouter();
  useEffect(() => {
    const element = table.current;
    if (element === null) return;
    const press = (event: MouseEvent) => {
      const href = pressedRowLink(event);
      if (href !== null) {
        event.preventDefault();
        router.push(href);
        return;
      }
      if (!(event.target instanceof Element)) return;
      const row = event.target.closest<HTMLElement>("tr[data-index]");
      if (row === null || event.target.closest("a") !== null) return;
      const index = Number(row.dataset.index);
      const onBox = event.target.closest("[data-toggle]") !== null;
      if (boxes && event.shiftKey) dispatch({ type: "range", index, page });
      else if (boxes && (onBox || event.ctrlKey || event.metaKey)) dispatch({ type: "toggle", index, page });
      else dispatch({ type: "move", index, page });
    };
    // Shift and a press would also mark text from the last press to this one.
    const down = (event: MouseEvent) => {
      if (event.shiftKey && event.target instanceof Element && event.target.closest("tbody") !== null)
        event.preventDefault();
    };
    element.addEventListener("click", press);
    element.addEventListener("mousedown", down);
    return () => {
      element.removeEventListener("click", press);
      element.removeEventListener("mousedown", down);
    };
  }, [table, page, dispatch, boxes, router]);
}
