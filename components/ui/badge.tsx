import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { type Tone, toneText, toneWeak } from "./tone.ts";

/** A small mark beside a name (`read-only`, `unsigned`, `app=web`). For where something stands take `Status`. */
export function Badge({ tone = "idle", mono, children }: { tone?: Tone; mono?: boolean; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-block max-w-full truncate rounded-sm px-1.5 align-[-4px] text-xs leading-[18px]",
        mono && "font-mono max-md:whitespace-normal max-md:break-all",
        toneWeak[tone],
        tone === "idle" ? "text-fg-2" : toneText[tone],
      )}
    >
      {children}
    </span>
  );
}
