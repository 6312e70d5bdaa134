/**
 * Shortens from the middle, so that beginning and end, which tell names and digests apart, stay:
 * `sha512-0123…cdef`. Counts characters as people see them roughly: by code point, never half of one.
 */
export function truncateMiddle(text: string, most: number): string {
  const points = Array.from(text);
  if (points.length <= most) return text;
  if (most <= 1) return "…";
  const kept = most - 1;
  const head = Math.ceil(kept / 2);
  const tail = kept - head;
  return `${points.slice(0, head).join("")}…${tail === 0 ? "" : points.slice(-tail).join("")}`;
}

/** An image ID or digest by its first twelve digits: `sha512-0123456789ab`; anything else is left alone. */
export function shortId(id: string): string {
  const match = /^(sha\d+[-:])([0-9a-f]{12})[0-9a-f]*$/.exec(id);
  return match ? `${match[1]}${match[2]}` : id;
}
