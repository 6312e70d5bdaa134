"use client";
/** Keys of pages. They rest while somebody types, and while a dialog or menu is open. */
import { useEffect, useRef } from "react";

/** From a key as KeyboardEvent names it (`j`, `Enter`, `?`), or two in a row (`g p`), to what it does. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

/** How long the first of two keys is remembered. */
const patience = 1200;
let first: { key: string; at: number } | null = null;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest(".xterm, .cm-editor") !== null) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

const above = '[role="dialog"], [role="menu"], [role="alertdialog"]';

/** Enter on a button, a link or a box presses it. */
const isPress = ({ key, target }: KeyboardEvent): boolean =>
  key === "Enter" && target instanceof HTMLElement && target.closest("a, button, input, summary") !== null;

/** Which shortcut an event means, remembering the first of two keys. */
export function shortcutOf(event: KeyboardEvent, known: Shortcuts): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const before = first !== null && event.timeStamp - first.at < patience ? `${first.key} ${event.key}` : null;
  if (before !== null && before in known) return before;
  return event.key in known ? event.key : null;
}

export function useShortcuts(shortcuts: Shortcuts): void {
  const newest = useRef(shortcuts);
  newest.current = shortcuts;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || document.querySelector(above) !== null) return;
      const name = isPress(event) ? null : shortcutOf(event, newest.current);
      if (name === null) return;
      event.preventDefault();
      newest.current[name]?.(event);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

/** Remembers the first key of two; mounted once, in the frame, after all others heard it. */
export function useFirstKey(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const bare = !event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1;
      first = bare && !isTyping(event.target) ? { key: event.key, at: event.timeStamp } : null;
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
