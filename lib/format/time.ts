/** Points in time, always in UTC so that server and browser and two operators read the same words. */
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const two = (n: number) => String(n).padStart(2, "0");

/** Milliseconds since the epoch, or an RFC 3339 string, as milliseconds; NaN when it is neither. */
export function toMillis(time: number | string): number {
  return typeof time === "number" ? time : Date.parse(time);
}

/** `12 Nov 2026, 09:01:44 UTC`. */
export function formatTime(time: number | string): string {
  const ms = toMillis(time);
  if (!Number.isFinite(ms)) return "–";
  const t = new Date(ms);
  return `${t.getUTCDate()} ${months[t.getUTCMonth()]} ${t.getUTCFullYear()}, ${formatClock(ms)} UTC`;
}

/** `09:01:44`, in UTC. */
export function formatClock(time: number | string): string {
  const ms = toMillis(time);
  if (!Number.isFinite(ms)) return "–";
  const t = new Date(ms);
  return `${two(t.getUTCHours())}:${two(t.getUTCMinutes())}:${two(t.getUTCSeconds())}`;
}
