/** How trusted keys are told. */
import type { Tone } from "@/components/ui/tone.ts";
import type { KeyFacts, TrustedKey } from "@/lib/contract/trust.ts";

const worth: Record<KeyFacts["state"], { tone: Tone; word: string }> = {
  good: { tone: "ok", word: "Good" },
  expired: { tone: "bad", word: "Expired" },
  revoked: { tone: "bad", word: "Revoked" },
  weak: { tone: "bad", word: "Too weak" },
  unproven: { tone: "bad", word: "No self-signature" },
};

/** What the key itself is worth. */
export function worthOf(state: KeyFacts["state"]): { tone: Tone; word: string } {
  return worth[state];
}

/** Whether this entry lets its key vouch for images. */
export function effectOf({ kind, key }: TrustedKey): { tone: Tone; word: string } {
  if (kind === "mask") return { tone: "idle", word: "Mask" };
  if (kind === "masked") return { tone: "idle", word: "Masked" };
  return key && key.state !== "good" ? worth[key.state] : { tone: "ok", word: "Trusted" };
}

/** A fingerprint as people compare it: groups of four. */
export function spelledFingerprint(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/.{1,4}/g) ?? []).join(" ");
}

/** For which images, within a sentence. */
export function scopeWords(prefix: string | null): string {
  return prefix === null ? "images of every name" : `images named ${prefix} and below`;
}
