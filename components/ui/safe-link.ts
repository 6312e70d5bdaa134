/** Addresses that clusters name. Pure. */

/** An https address that may be a link; null for everything else, javascript: and data: above all. */
export function safeLink(text: string): string | null {
  if (!/^https:\/\/[^\s/]/i.test(text) || text.length > 2000 || /[\s\p{Cc}\p{Cf}]/u.test(text)) return null;
  try {
    const url = new URL(text);
    return url.protocol === "https:" && url.username === "" && url.password === "" ? url.href : null;
  } catch {
    return null;
  }
}
