import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** A part of a page under its heading. */
export function Section(props: {
  title: string;
  note?: ReactNode;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={cx("mb-6 min-w-0", props.className)}>
      <div className="mb-2 flex min-h-5 items-center gap-1.5">
        <h2 className="font-semibold">{props.title}</h2>
        {props.note ? <span className="text-fg-3 text-sm">{props.note}</span> : null}
        {props.action ? <span className="ml-auto">{props.action}</span> : null}
      </div>
      {props.children}
    </section>
  );
}
