/** Matching a request's path against `/v1/pods/:id/apps/:app/exec`, for upgrades and for telling 405 from 404. */
import type { Endpoint } from "./endpoint.ts";

const split = (path: string) => path.split("/").slice(1);

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** The parameters, or null when the path is another. Segments are compared as they are, so `..` and `//` match nothing. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = split(pattern);
  const given = split(path);
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? "";
    if (!part.startsWith(":")) {
      if (part !== value) return null;
      continue;
    }
    const text = decode(value);
    if (text === null || text === "") return null;
    params[part.slice(1)] = text;
  }
  return params;
}

/** Endpoints at this path, whatever their method. */
export function endpointsAt(endpoints: readonly Endpoint[], path: string): Endpoint[] {
  return endpoints.filter((endpoint) => matchPath(endpoint.path, path) !== null);
}
