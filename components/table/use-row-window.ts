"use client";
import { type RefObject, useCallback, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";
import { type Rows, rowsInView, scrollFor, type Viewport } from "./row-window.ts";

/** Pixels of rows on an ordinary screen: in the page's HTML nothing can be measured. */
const guessed: Viewport = { top: 0, height: 900 };

/**
 * Rows in view of a scroller with a head of `headHeight` px and `count` rows of `rowHeight` px; renders anew only when others come
 * into view. `reveal` scrolls a row into view.
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  { count, rowHeight, headHeight }: { count: number; rowHeight: number; headHeight: number },
): Rows & { reveal: (index: number) => void } {
  // In whole rows: what lies between changes nothing.
  const [seen, setSeen] = useState(() => wholeRows(guessed, rowHeight));

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      const now = wholeRows(viewportOf(element), rowHeight);
      setSeen((old) => (old.top === now.top && old.height === now.height ? old : now));
    };
    // With the scroll itself: a render of its own would come a frame later, with a gap.
    const onScroll = () => flushSync(look);
    const sizes = new ResizeObserver(look);
    look();
    sizes.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [scroller, rowHeight]);

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current;
      const to = element && scrollFor(index, viewportOf(element), rowHeight, headHeight);
      if (element && to !== null) element.scrollTop = to;
    },
    [scroller, rowHeight, headHeight],
  );
  return { ...rowsInView(seen, rowHeight, count), reveal };
}

function viewportOf({ scrollTop, clientHeight }: HTMLElement): Viewport {
  return { top: scrollTop, height: clientHeight };
}

function wholeRows({ top, height }: Viewport, rowHeight: number): Viewport {
  return { top: Math.floor(top / rowHeight) * rowHeight, height: Math.ceil(height / rowHeight) * rowHeight };
}
