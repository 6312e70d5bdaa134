/** A number of replicas as somebody typed it; null for what is none (the server takes 0 to 100,000). Pure. */
export function replicasOf(typed: string): number | null {
  const digits = typed.trim();
  if (!/^\d{1,6}$/.test(digits)) return null;
  const value = Number(digits);
  return value <= 100_000 ? value : null;
}
