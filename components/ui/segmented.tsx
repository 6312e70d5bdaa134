"use client";
import { cx } from "./cx.ts";

/** One of a few, all visible: the browser's radio group in one row. */
export function Segmented<T extends string>(props: {
  /** Name of the group, for those who listen. */
  label: string;
  /** Unique in the page. */
  name: string;
  options: { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <fieldset className="inline-flex rounded-md border border-line-strong bg-sunken p-px">
      <legend className="sr-only">{props.label}</legend>
      {props.options.map((option) => (
        <label
          key={option.value}
          className={cx(
            "relative flex h-6 cursor-pointer items-center rounded-sm px-2.5 font-medium text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent",
            option.value === props.value
              ? "bg-raised text-fg shadow-[0_0_0_1px_var(--line-strong)]"
              : "text-fg-2 hover:text-fg",
          )}
        >
          <input
            type="radio"
            name={props.name}
            value={option.value}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none!"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
