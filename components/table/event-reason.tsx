import { Icon } from "@/components/ui/icon.tsx";
import { type Tone, toneIcon, toneText } from "@/components/ui/tone.ts";
import { plainText } from "@/lib/format/plain-text.ts";

type Props = { reason: string; level: { word: string; tone: Tone } };

/** A phone shows no level of an event: there its reason carries the icon, and the word for those who listen. */
export function EventReason({ reason, level }: Props) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Icon of={toneIcon[level.tone]} className={`flex-none md:hidden ${toneText[level.tone]}`} />
      <span className="sr-only md:hidden">{plainText(level.word)}: </span>
      <span className="truncate">{plainText(reason)}</span>
    </span>
  );
}
