import { plainText } from "@/lib/format/plain-text.ts";

/** A short value in the mono face; nothing for none. */
export function Mono({ text }: { text: string | null | undefined }) {
  return text ? <span className="mono break-words">{plainText(text)}</span> : null;
}
