/** Takes off what only a proxy or Next itself may say. Clients that send it are answered as if they had not. */
import type { IncomingMessage } from "node:http";

const exact = new Set([
  "forwarded",
  "x-real-ip",
  "x-client-ip",
  "x-http-method-override",
  "x-original-url",
  "x-rewrite-url",
  "x-matched-path",
  "x-invoke-path",
  "x-nonce",
  "x-prerender-revalidate",
  "content-security-policy",
  "content-security-policy-report-only",
  "next-action",
  "next-resume",
  "true-client-ip",
  "cf-connecting-ip",
  "via",
]);
const starts = [
  "x-middleware-",
  "x-forwarded-",
  "x-invoke-",
  "x-next-",
  "x-nextjs-",
  "x-now-",
  "x-vercel-",
  "x-craton-",
];
export function isStripped(name: string): boolean {
  return exact.has(name) || starts.some((start) => name.startsWith(start));
}

/** What asks Next for a page's parts; on an endpoint it would only make Next redirect. */
export function stripPageHeaders(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) {
    if (name === "rsc" || name.startsWith("next-")) delete request.headers[name];
  }
}

export function stripHeaders(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) if (isStripped(name)) delete request.headers[name];
  const raw: string[] = [];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? "";
    if (!isStripped(name.toLowerCase())) raw.push(name, request.rawHeaders[at + 1] ?? "");
  }
  request.rawHeaders = raw;
}
