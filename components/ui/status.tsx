import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";
import { type Tone, toneIcon, toneText } from "./tone.ts";

/** Where something stands: always an icon and a word. Colour alone tells nothing. */
export function Status({ tone, word, className }: { tone: Tone; word: string; className?: string }) {
  return (
    <span
      className={cx(
        "inline-flex min-w-0 max-w-full items-center align-top gap-1.5 whitespace-nowrap",
        toneText[tone],
        className,
      )}
    >
      <Icon of={toneIcon[tone]} />
      <span className="truncate">{word}</span>
    </span>
  );
}
