/** Reads objects whose shape nobody promises. Text comes out clean (plainText): it may be shown as it is. Pure. */
import { plainText } from "@/lib/format/plain-text.ts";

type Key = string | number;

/** What stands at a path; undefined where there is none. */
export function at(value: unknown, ...path: Key[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}

/** Text, or a number or truth as text; null for none. */
export function text(value: unknown, ...path: Key[]): string | null {
  const found = at(value, ...path);
  if (typeof found === "string") return found === "" ? null : plainText(found);
  return typeof found === "number" || typeof found === "boolean" ? String(found) : null;
}

export function number(value: unknown, ...path: Key[]): number | null {
  const found = at(value, ...path);
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

export function flag(value: unknown, ...path: Key[]): boolean {
  return at(value, ...path) === true;
}

export function list(value: unknown, ...path: Key[]): unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts of a list. */
export function texts(value: unknown, ...path: Key[]): string[] {
  return list(value, ...path).flatMap((one) => {
    const found = text(one);
    return found === null ? [] : [found];
  });
}

/** Keys (clean) and values of a map. */
export function entries(value: unknown, ...path: Key[]): [string, unknown][] {
  const found = at(value, ...path);
  if (typeof found !== "object" || found === null || Array.isArray(found)) return [];
  return Object.entries(found).map(([key, one]) => [plainText(key), one]);
}
