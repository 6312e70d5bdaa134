/** What is served without a session: sign-in, its assets, nothing else (`/healthz` is answered before). */

const exact = new Set(["/sign-in", "/favicon.ico", "/icon.svg", "/apple-icon.png", "/manifest.webmanifest"]);
const starts = ["/_next/static/", "/assets/"];

/** `path` without query. In dev Next's own endpoints are open too: the development server listens on loopback only. */
export function isPublicPath(path: string, dev: boolean): boolean {
  // Names of built files may hold an escaped bracket; what is escaped must be as harmless as what is not.
  const plain = unescaped(path);
  if (plain === null || plain.includes("..") || plain.includes("//") || plain.includes("\\")) return false;
  if (exact.has(path) || starts.some((start) => path.startsWith(start))) return true;
  return dev && (path.startsWith("/_next/") || path.startsWith("/__nextjs"));
}

function unescaped(path: string): string | null {
  try {
    const plain = decodeURIComponent(path);
    return plain.includes("%") || plain.includes("\0") ? null : plain;
  } catch {
    return null;
  }
}

/** GET, POST and DELETE of /api/session are reached without one; its handlers decide. */
export function isSessionApi(path: string): boolean {
  return path === "/api/session";
}
