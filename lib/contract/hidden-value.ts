/** A Secret's value as the console shows it: its size alone. */

/** `(12 bytes, hidden)`; null when even the size is not known. */
export function hiddenValue(bytes: number | null): string {
  return bytes === null ? "(hidden)" : `(${bytes} bytes, hidden)`;
}

/** The size that stands in a hidden value; null when none does. */
export function hiddenSize(text: string): number | null {
  const bytes = /^\((\d+) bytes, hidden\)$/.exec(text)?.[1];
  return bytes === undefined ? null : Number(bytes);
}
