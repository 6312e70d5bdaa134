/** Counts and shares for people. Digits are grouped by commas, in English, on server and browser alike. */
const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** `149998` → `149,998`. */
export function formatCount(value: number): string {
  return Number.isFinite(value) ? grouped.format(value) : "–";
}

/** A share from 0 to 1: `0.424` → `42 %`; a share that is not quite nothing reads `<1 %`. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  const percent = share * 100;
  if (percent > 0 && percent < 1) return "<1 %";
  return `${Math.round(percent)} %`;
}

/** `1, "pod"` → `1 pod`, `2, "pod"` → `2 pods`; give the plural when it is not just an s. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
