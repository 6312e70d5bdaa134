/** Sizes in binary units, three significant digits at most: `98566144` → `94 MiB`. */
const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** Bytes for people; a negative or absent number reads as a dash. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes) || bytes < 0) return "–";
  let value = bytes;
  let unit = 0;
  while (unit < units.length - 1 && value >= 999.5) {
    value /= 1024;
    unit += 1;
  }
  return `${digits(value, unit)} ${units[unit]}`;
}

function digits(value: number, unit: number): string {
  if (unit === 0) return String(Math.round(value));
  const text = value < 9.995 ? value.toFixed(2) : value < 99.95 ? value.toFixed(1) : value.toFixed(0);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
