/** Figures of a benchmark: medians and p99 of samples, printed as one JSON line each for bin/bench.mjs. */

export type Figure = {
  name: string;
  unit: string;
  median: number;
  p99: number;
  n: number;
  goal?: number;
  note?: string;
};

/** `samples` in `unit`; p99 is the nearest rank. */
export function figure(
  name: string,
  unit: string,
  samples: number[],
  extra: { goal?: number; note?: string } = {},
): Figure {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
  const round = (value: number) => Math.round(value * 100) / 100;
  return { name, unit, median: round(rank(0.5)), p99: round(rank(0.99)), n: sorted.length, ...extra };
}

export function print(...figures: Figure[]): void {
  for (const one of figures) process.stdout.write(`${JSON.stringify(one)}\n`);
}
