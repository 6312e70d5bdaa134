"use client";
/**
 * The theme: a cookie that the server reads into `data-theme` of <html>, so that the first paint is right without a
 * script. No cookie follows the system.
 */
import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";
export const themes: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

const listeners = new Set<() => void>();

function read(): Theme {
  const value = document.documentElement.dataset.theme;
  return value === "light" || value === "dark" ? value : "system";
}

export function setTheme(theme: Theme): void {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
    writeCookie("craton-theme", null);
  } else {
    document.documentElement.dataset.theme = theme;
    writeCookie("craton-theme", theme);
  }
  for (const listener of listeners) listener();
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read,
    () => "system",
  );
}

/** A preference of this browser for a year; null forgets it. Never anything secret. */
export function writeCookie(name: string, value: string | null): void {
  const rest = `path=/; samesite=strict${location.protocol === "https:" ? "; secure" : ""}`;
  // The Cookie Store API is absent over plain http, where a console on 127.0.0.1 is served.
  const text = value === null ? `${name}=; max-age=0; ${rest}` : `${name}=${value}; max-age=31536000; ${rest}`;
  Reflect.set(document, "cookie", text);
}
