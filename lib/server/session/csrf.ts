/** The page's token: derived from the session id, so that it needs no store and dies with the session. */
import { createHmac, timingSafeEqual } from "node:crypto";

export const csrfHeader = "x-csrf-token";

export function csrfToken(sessionId: string): string {
  return createHmac("sha256", sessionId).update("craton csrf 1").digest("base64url");
}

export function isCsrfToken(sessionId: string, given: string | null): boolean {
  const wanted = Buffer.from(csrfToken(sessionId));
  const got = Buffer.from(given ?? "");
  return got.length === wanted.length && timingSafeEqual(got, wanted);
}
