"use client";
import type { KeyboardEvent, PointerEvent } from "react";

const step = 16;

/** The right edge of a column: drag it, use the arrows on it, or press it twice to give the width back (null). */
export function ResizeHandle({ title, onResize }: { title: string; onResize: (width: number | null) => void }) {
  const widthOf = (handle: Element) => handle.parentElement?.getBoundingClientRect().width ?? 0;
  const down = (event: PointerEvent<HTMLElement>) => {
    const handle = event.currentTarget;
    const from = event.clientX;
    const width = widthOf(handle);
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => onResize(width + moved.clientX - from);
    const up = () => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", up);
      handle.removeEventListener("pointercancel", up);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", up);
    handle.addEventListener("pointercancel", up);
  };
  const key = (event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === "ArrowLeft" ? -step : event.key === "ArrowRight" ? step : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onResize(widthOf(event.currentTarget) + by);
  };
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`Width of ${title}`}
      onPointerDown={down}
      onDoubleClick={() => onResize(null)}
      onKeyDown={key}
      className="group absolute top-0 right-0 z-10 flex h-full w-2 cursor-col-resize! touch-none justify-end"
    >
      <span className="my-1.5 w-px bg-transparent group-hover:bg-line-strong group-active:bg-accent" />
    </button>
  );
}
