/**
 * The next time of a cron schedule (five fields, names of days and months, `@daily` and its like), as the cron job controller
 * reads it, in a time zone. Pure.
 */

const named: Record<string, string> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
/** A day of 29 February may be eight years away; the search goes by days, so that it stays short. */
const mostDays = 366 * 9;
const minute = 60_000;

type Fields = {
  minutes: Set<number>;
  hours: Set<number>;
  dates: Set<number>;
  months: Set<number>;
  days: Set<number>;
  any: boolean;
};

/** ms since the epoch of the first time after `after`; null for a schedule that cannot be read or has none. */
export function nextRun(schedule: string, after: number, zone = "UTC"): number | null {
  const fields = parse(schedule);
  const clock = clockOf(zone);
  if (fields === null || clock === null) return null;
  let at = Math.floor(after / minute) * minute + minute;
  for (let left = mostDays; left > 0; left--) {
    const day = clock(at);
    if (isDay(fields, day)) {
      for (; clock(at).date === day.date; at += minute) {
        const time = clock(at);
        if (fields.hours.has(time.hour) && fields.minutes.has(time.minute)) return at;
      }
    } else {
      // Nearly a day on, then by minutes to midnight, so that days of 23 and 25 hours are not stepped over.
      at += (23 - day.hour) * 60 * minute + Math.max(0, 59 - day.minute) * minute;
      while (clock(at).date === day.date) at += minute;
    }
  }
  return null;
}

type Time = { minute: number; hour: number; date: number; month: number; day: number };

function isDay(fields: Fields, time: Time): boolean {
  if (!fields.months.has(time.month)) return false;
  const byDate = fields.dates.has(time.date);
  const byDay = fields.days.has(time.day);
  // With both given either will do, as cron always had it.
  return fields.any ? byDate && byDay : byDate || byDay;
}

function parse(schedule: string): Fields | null {
  const parts = (named[schedule.trim().toLowerCase()] ?? schedule).trim().split(/\s+/);
  const [minutes, hours, dates, month, day] = parts;
  if (parts.length !== 5 || !minutes || !hours || !dates || !month || !day) return null;
  const found = [
    field(minutes, 0, 59, []),
    field(hours, 0, 23, []),
    field(dates, 1, 31, []),
    field(month, 1, 12, months),
    field(day, 0, 7, days),
  ];
  const [one, two, three, four, five] = found;
  if (!one || !two || !three || !four || !five) return null;
  if (five.has(7)) five.add(0);
  const any = /^[*?]/.test(dates) || /^[*?]/.test(day);
  return { minutes: one, hours: two, dates: three, months: four, days: five, any };
}

function field(text: string, least: number, most: number, names: string[]): Set<number> | null {
  const found = new Set<number>();
  for (const part of text.toLowerCase().split(",")) {
    const [range = "", stepText, ...more] = part.split("/");
    const step = stepText === undefined ? 1 : Number(stepText);
    if (more.length > 0 || !Number.isInteger(step) || step < 1) return null;
    const isAny = range === "*" || range === "?";
    const [first, last, ...rest] = isAny ? [least, most] : range.split("-").map((one) => valueIn(one, names));
    if (rest.length > 0 || first === undefined || first === null || last === null) return null;
    const end = last ?? (stepText === undefined ? first : most);
    if (first < least || end > most || first > end) return null;
    for (let value = first; value <= end; value += step) found.add(value);
  }
  return found;
}

function valueIn(text: string, names: string[]): number | null {
  const at = names.indexOf(text);
  if (at >= 0) return names === months ? at + 1 : at;
  return /^\d{1,2}$/.test(text) ? Number(text) : null;
}

function clockOf(zone: string): ((ms: number) => Time) | null {
  if (zone === "UTC" || zone === "Etc/UTC")
    return (ms) => {
      const time = new Date(ms);
      return {
        minute: time.getUTCMinutes(),
        hour: time.getUTCHours(),
        date: time.getUTCDate(),
        month: time.getUTCMonth() + 1,
        day: time.getUTCDay(),
      };
    };
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      minute: "numeric",
      hour: "numeric",
      day: "numeric",
      month: "numeric",
      weekday: "short",
    });
    return (ms) => {
      const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
      return {
        minute: Number(parts.minute),
        hour: Number(parts.hour),
        date: Number(parts.day),
        month: Number(parts.month),
        day: days.indexOf((parts.weekday ?? "").toLowerCase()),
      };
    };
  } catch {
    return null;
  }
}
