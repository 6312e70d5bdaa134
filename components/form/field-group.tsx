import type { ReactNode } from "react";

/** Fields that belong together, under a heading. `columns` sets them side by side where there is room. */
export function FieldGroup(props: { title?: string; note?: ReactNode; columns?: boolean; children: ReactNode }) {
  return (
    <fieldset className="mb-6 min-w-0">
      {props.title ? <legend className="mb-1 font-semibold">{props.title}</legend> : null}
      {props.note ? <p className="mb-3 text-fg-2">{props.note}</p> : null}
      <div className={props.columns ? "grid grid-cols-2 gap-4 max-md:grid-cols-1" : "flex flex-col gap-4"}>
        {props.children}
      </div>
    </fieldset>
  );
}
