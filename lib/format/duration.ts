/** Spans of time in milliseconds, for people: short in tables, longer in sentences. */
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

type Step = { size: number; short: string; long: string };
const steps: [Step, ...Step[]] = [
  { size: second, short: "s", long: "s" },
  { size: minute, short: "m", long: "min" },
  { size: hour, short: "h", long: "h" },
  { size: day, short: "d", long: "d" },
  { size: year, short: "y", long: "y" },
];

/** The step that an age is told in: minutes from 1 min on, hours from 1 h, days from 1 d, years from 2 y. */
function stepOf(ms: number): { step: Step; below: Step | null; count: number } {
  let at = 0;
  steps.forEach((step, i) => {
    if (ms >= (step.size === year ? 2 * year : step.size)) at = i;
  });
  const step = steps[at] ?? steps[0];
  return { step, below: steps[at - 1] ?? null, count: Math.floor(ms / step.size) };
}

/** One unit, for tables: `51s`, `3h`, `12d`. What lies in the future counts as now. */
export function formatAge(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  const { step, count } = stepOf(Math.max(0, ms));
  return `${count}${step.short}`;
}

/** For sentences: `now`, `48 s ago`, `2 h ago`. A clock that is a little ahead reads as now. */
export function formatAgo(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  if (ms < second) return "now";
  const { step, count } = stepOf(ms);
  return `${count} ${step.long} ago`;
}

/** Up to two units: `850 ms`, `4.2 s`, `4 min 12 s`, `3 d 2 h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return "–";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 10 * second) return `${(ms / second).toFixed(1).replace(/\.0$/, "")} s`;
  const { step, below, count } = stepOf(ms);
  const rest = below === null ? 0 : Math.floor((ms - count * step.size) / below.size);
  return below !== null && rest > 0 ? `${count} ${step.long} ${rest} ${below.long}` : `${count} ${step.long}`;
}

/** How long until `formatAge` of this age changes, in ms; what a ticking label sleeps for. */
export function nextAgeChange(ms: number): number {
  const age = Math.max(0, ms);
  const { step } = stepOf(age);
  return Math.max(250, step.size - (age % step.size));
}
