import { Dash } from "@/components/ui/dash.tsx";
import { plainText } from "@/lib/format/plain-text.ts";

/** A short value in the mono face; a dash for none. */
export function Mono({ text }: { text: string | null | undefined }) {
  return text ? <span className="mono break-words">{plainText(text)}</span> : <Dash />;
}
