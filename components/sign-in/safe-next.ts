/** Where to go after signing in: a path of this console, never another site. Null for anything else. */
export function safeNext(wanted: string | null): string | null {
  if (wanted === null || !/^\/(?![/\\])/.test(wanted) || /[\\\u0000-\u001f]/.test(wanted)) return null;
  const url = new URL(wanted, "http://console.invalid");
  if (url.host !== "console.invalid" || url.pathname.startsWith("/sign-in") || url.pathname.startsWith("/api/"))
    return null;
  return url.pathname + url.search + url.hash;
}
