"use client";
import { type KeyboardEvent, type RefObject, useEffect } from "react";

/** Arrows lead from the field into the results, through them and back; Enter in the field opens the first one. */
export function useResultKeys(
  field: RefObject<HTMLInputElement | null>,
  results: RefObject<HTMLElement | null>,
): (event: KeyboardEvent<HTMLInputElement>) => void {
  useEffect(() => {
    const element = results.current;
    if (element === null) return;
    const press = (event: globalThis.KeyboardEvent) => {
      const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
      if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      const links = linksOf(element);
      const at = links.indexOf(event.target as HTMLAnchorElement);
      if (at < 0) return;
      event.preventDefault();
      const next = links[at + by];
      if (next) next.focus();
      else if (by < 0) field.current?.focus();
    };
    element.addEventListener("keydown", press);
    return () => element.removeEventListener("keydown", press);
  }, [field, results]);
  return (event) => {
    const first = results.current === null ? undefined : linksOf(results.current)[0];
    if (first === undefined) return;
    if (event.key === "ArrowDown") first.focus();
    else if (event.key === "Enter") first.click();
    else return;
    event.preventDefault();
  };
}

function linksOf(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>("a[data-result]")];
}
