/**
 * Resource versions. They are opaque: sent back as they came, never computed with. Where both are decimal numbers, as on
 * every server that keeps its objects in etcd, the older can be told from the newer; elsewhere nothing is concluded.
 */

const decimal = /^[1-9][0-9]{0,30}$/;

/** -1, 0 or 1 as a is older, the same or newer than b; null when that cannot be told. */
export function compareVersions(a: string, b: string): -1 | 0 | 1 | null {
  if (a === b) return 0;
  if (!decimal.test(a) || !decimal.test(b)) return null;
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return a < b ? -1 : 1;
}
