/** Tells whether two creations ask for the same: the request as JSON with sorted keys, without its UUID. */
import type { PodCreate } from "../../lib/contract/pod.ts";

export function requestKey(request: PodCreate): string {
  return JSON.stringify(sorted({ ...request, uuid: undefined, start: request.start ?? true }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
