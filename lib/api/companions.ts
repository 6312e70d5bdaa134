/** What goes in front of an uploaded archive, as lib/contract/image.ts says. */
import type { UploadCompanions } from "../contract/image.ts";

/** The bytes of it; empty when there is nothing to send along. */
export function companionBytes(companions: UploadCompanions): Uint8Array<ArrayBuffer> {
  const given = Object.fromEntries(Object.entries(companions).filter(([, value]) => value !== undefined));
  return Object.keys(given).length === 0 ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(given));
}
