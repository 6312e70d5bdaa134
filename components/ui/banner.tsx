import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";
import { type Tone, toneIcon, toneText, toneWeak } from "./tone.ts";

/** Something that the reader must know before anything else on the page: what, then why and what happens next. */
export function Banner(props: {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div
      role={props.tone === "bad" ? "alert" : "status"}
      className={cx("flex items-start gap-2.5 rounded-lg px-3 py-2.5", toneWeak[props.tone], props.className)}
    >
      <Icon of={toneIcon[props.tone]} className={cx("mt-[3px]", toneText[props.tone])} />
      <div className="min-w-0 flex-1">
        <p className="break-words font-semibold first-letter:uppercase">{props.title}</p>
        {props.children ? <div className="break-words text-fg-2">{props.children}</div> : null}
      </div>
      {props.action ? <div className="flex-none">{props.action}</div> : null}
    </div>
  );
}
