import { UsageError } from "./failure.ts";

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `90s`, `1m30s`, `1.5h`, or seconds without a unit; answers milliseconds. */
export function durationArgument(option: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== text) {
    throw new UsageError(`--${option}: ${text} is no duration such as 30s or 1m30s`);
  }
  return parts.reduce((sum, [, number, unit = "s"]) => sum + Number(number) * (units[unit] ?? 0), 0);
}

/** An RFC 3339 time, or a duration before `now` (milliseconds) as `10m`; answers an RFC 3339 time in UTC. */
export function momentArgument(option: string, text: string, now: number): string {
  const isTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text);
  if (isTime && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
  if (!/^[\d.]+[a-z]/.test(text)) {
    throw new UsageError(`--${option}: ${text} is no time such as 2026-11-24T08:00:00Z and no duration such as 10m`);
  }
  return new Date(now - durationArgument(option, text)).toISOString();
}
