/** Quantities of Kubernetes (`500m`, `1.5`, `2Gi`, `3e6`, `1k`) as numbers. Pure. */
const scale: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Cores, bytes or a plain number; null when the value is no quantity. */
export function quantity(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return null;
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i))?$/.exec(value);
  if (found === null) return null;
  const [, digits = "", power, suffix = ""] = found;
  const number = Number(digits) * (power === undefined ? (scale[suffix] ?? Number.NaN) : 10 ** Number(power));
  // 300m is 0.3, not 0.30000000000000004.
  return Number.isFinite(number) ? Number(number.toPrecision(15)) : null;
}
