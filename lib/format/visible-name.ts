/**
 * A name in which nothing is hidden: what `plainText` would take away stands there as `\u{202e}`, so that two names that differ
 * look different too. For names of files, where each must stay what it is.
 */
import { plainText } from "./plain-text.ts";

export function visibleName(name: string): string {
  if (plainText(name) === name) return name;
  return Array.from(name, (point) =>
    plainText(point) === point ? point : `\\u{${(point.codePointAt(0) ?? 0).toString(16)}}`,
  ).join("");
}
