/** Kubernetes quantities (`100m`, `64Mi`, `1e3`) as numbers, and by what they count for people. Pure. */
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCores } from "@/lib/format/cores.ts";

const suffixes: Record<string, number> = {
  "": 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
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

/** Null for what is no quantity. */
export function quantity(text: string | null): number | null {
  const match = /^([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(?:[eE]([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i))?$/.exec(text ?? "");
  if (!match) return null;
  const [, digits = "", power, suffix = ""] = match;
  const value = Number(digits) * (power === undefined ? (suffixes[suffix] ?? Number.NaN) : 10 ** Number(power));
  return Number.isFinite(value) ? value : null;
}

/** By its name: cores for cpu, sizes for memory and storage, else as it is written. */
export function quantityWords(name: string, text: string | null): string {
  const value = quantity(text);
  if (value === null) return text ?? "";
  if (/(^|\.)cpu$/.test(name)) return formatCores(value);
  if (/(memory|storage)$|hugepages-/.test(name)) return formatBytes(value);
  return text ?? "";
}
