/** How long an answer may be used without asking (RFC 9111). */
import type { IncomingHttpHeaders } from "node:http";

const longest = 365 * 24 * 3600;

/** Seconds from now; 0 when each use has to ask: no max-age, `no-cache`, `no-store`, or an `Age` beyond it. */
export function freshSeconds(headers: IncomingHttpHeaders): number {
  const directives = (headers["cache-control"] ?? "")
    .toLowerCase()
    .split(",")
    .map((part) => part.trim());
  if (directives.some((directive) => /^no-(cache|store)(=|$)/.test(directive))) return 0;
  const ages = directives.flatMap((directive) => /^max-age="?([0-9]{1,10})"?$/.exec(directive)?.[1] ?? []);
  if (ages.length === 0) return 0;
  const age = /^[0-9]{1,10}$/.test(headers.age ?? "") ? Number(headers.age) : 0;
  return Math.min(longest, Math.max(0, Math.min(...ages.map(Number)) - age));
}

/** The entity tag, null when there is none to hold on to. */
export function etagOf(headers: IncomingHttpHeaders): string | null {
  const etag = headers.etag;
  return etag !== undefined && /^(W\/)?"[\x21\x23-\x7e\x80-\xff]{0,512}"$/.test(etag) ? etag : null;
}

/** What a continued download can be pinned to (RFC 9110, 13.1.5): a strong tag, else the time of the last change. */
export function strongValidator(etag: string | null, lastModified: string | null): string | null {
  return etag !== null && !etag.startsWith("W/") ? etag : lastModified;
}
