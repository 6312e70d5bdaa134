/** The session cookie: `__Host-craton`, Secure, under TLS; `craton` on loopback http. HttpOnly, SameSite=Strict. */

export function cookieName(secure: boolean): string {
  return secure ? "__Host-craton" : "craton";
}

export function setCookie(id: string, secure: boolean): string {
  return `${cookieName(secure)}=${id}; Path=/; HttpOnly; SameSite=Strict${secure ? "; Secure" : ""}`;
}

export function clearCookie(secure: boolean): string {
  return `${cookieName(secure)}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0${secure ? "; Secure" : ""}`;
}

/** The session id in a Cookie header, or null; a malformed one counts as none. */
export function readCookie(header: string | null | undefined, secure: boolean): string | null {
  const name = cookieName(secure);
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    const value = part.slice(at + 1).trim();
    return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
  }
  return null;
}
