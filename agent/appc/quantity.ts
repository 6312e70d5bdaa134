/**
 * Quantities (appc H14): sign, digits with an optional point, and a suffix n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or a decimal
 * exponent. Kept as whole billionths, rounded up (away from zero), saturating at 2^63−1 units.
 */
export type Quantity = { nano: bigint };

const form = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([numkMGTPE])|([KMGTPE])i|[eE]([+-]?\d+))?$/;
const decimal: Record<string, number> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary: Record<string, number> = { K: 10, M: 20, G: 30, T: 40, P: 50, E: 60 };
const billion = 1_000_000_000n;
const most = (2n ** 63n - 1n) * billion;

/** null when the text is no quantity. JSON numbers are quantities too. */
export function parseQuantity(value: string | number): Quantity | null {
  const text = String(value);
  const match = text.length <= 64 ? form.exec(text) : null;
  if (!match) return null;
  const [, sign, digits = "", si, bi, exponent] = match;
  const [whole = "", fraction = ""] = digits.split(".");
  const magnitude = BigInt(`${whole}${fraction}` || "0") << BigInt(binary[bi ?? ""] ?? 0);
  // Ten to `power` times `magnitude` is the number of billionths.
  const power = 9 - fraction.length + (decimal[si ?? ""] ?? 0) + Math.max(-1000, Math.min(1000, Number(exponent ?? 0)));
  const scaled = power >= 0 ? magnitude * 10n ** BigInt(power) : divideUp(magnitude, 10n ** BigInt(-power));
  const nano = scaled > most ? most : scaled;
  return { nano: sign === "-" ? -nano : nano };
}

function divideUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

/** CPU in cores: `500m` is 0.5. */
export function toCores(quantity: Quantity): number {
  return Number(quantity.nano) / 1e9;
}

/** Whole bytes, rounded up, at most Number.MAX_SAFE_INTEGER: more than any machine has. */
export function toBytes(quantity: Quantity): number {
  if (quantity.nano < 0n) return -toBytes({ nano: -quantity.nano });
  const bytes = divideUp(quantity.nano, billion);
  return bytes > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(bytes);
}

/** The shortest plain form: `1500m` for 1.5 cores, `2` for two, `1n` for a billionth. */
export function formatQuantity(quantity: Quantity): string {
  for (const [unit, suffix] of [[billion, ""] as const, [1_000_000n, "m"] as const, [1_000n, "u"] as const]) {
    if (quantity.nano % unit === 0n) return `${quantity.nano / unit}${suffix}`;
  }
  return `${quantity.nano}n`;
}

/** Bytes with the largest binary suffix that loses nothing: 268435456 is `256Mi`. */
export function formatBytes(bytes: number): string {
  const units = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
  let unit = 0;
  let rest = bytes;
  while (rest !== 0 && rest % 1024 === 0 && unit < units.length - 1) {
    rest /= 1024;
    unit++;
  }
  return `${rest}${units[unit]}`;
}
