import { type ReactNode, useId } from "react";

/** A Checkbox, Switch or radio with its words at the right. `<Choice label="Read-only">{(id) => <Checkbox id={id} />}</Choice>` */
export function Choice(props: { label: ReactNode; hint?: ReactNode; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-h-7 items-start gap-2 py-1">
      <span className="flex h-5 items-center">{props.children(id)}</span>
      <div className="min-w-0">
        <label htmlFor={id} className="block">
          {props.label}
        </label>
        {props.hint ? <p className="text-fg-3 text-sm">{props.hint}</p> : null}
      </div>
    </div>
  );
}
