/** Durations as kubectl's printer writes them: `45s`, `3m20s`, `5h`, `2d4h`, `3y12d`. */

const units: Record<string, number> = { y: 365 * 86_400_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** ms; null when the text is no such duration. */
export function durationMs(text: string): number | null {
  if (!/^(\d{1,6}[ydhms]){1,4}$/.test(text)) return null;
  let sum = 0;
  for (const [, number, unit] of text.matchAll(/(\d+)([ydhms])/g)) sum += Number(number) * (units[unit ?? ""] ?? 0);
  return sum;
}
