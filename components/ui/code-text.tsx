import { plainText } from "@/lib/format/plain-text.ts";
import { truncateMiddle } from "@/lib/format/truncate-middle.ts";
import { CopyButton } from "./copy-button.tsx";
import { cx } from "./cx.ts";

export type CodeTextProps = {
  text: string;
  /** Characters to show; longer text loses its middle, never its ends. */
  most?: number;
  /** Names it and adds a button to copy the whole ("UUID"). */
  copy?: string;
  className?: string;
};

/** Names, ids and commands in the mono face, cleaned of what could deceive. */
export function CodeText({ text, most, copy, className }: CodeTextProps) {
  const clean = plainText(text);
  const shown = most === undefined ? clean : truncateMiddle(clean, most);
  return (
    <span className={cx("inline-flex min-w-0 max-w-full items-center gap-1", className)}>
      <span className="mono min-w-0 truncate" title={shown === clean ? undefined : clean}>
        {shown}
      </span>
      {copy ? <CopyButton text={text} what={copy} /> : null}
    </span>
  );
}
