/** How an image's trust is said. */
import type { Tone } from "@/components/ui/tone.ts";
import type { ImageTrust } from "@/lib/contract/image-trust.ts";

export const trustStatus: Record<ImageTrust["kind"], { tone: Tone; word: string }> = {
  signed: { tone: "ok", word: "Signed" },
  unsigned: { tone: "warn", word: "Unsigned" },
};
