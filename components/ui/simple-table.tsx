import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { Panel } from "./panel.tsx";

export type SimpleColumn<T> = {
  title: string;
  cell: (row: T) => ReactNode;
  /** Numbers stand at the right. */
  numeric?: boolean;
  className?: string;
};

/** A short table inside a page: a few rows, no sorting, scrolled sideways where it does not fit. */
export function SimpleTable<T>(props: {
  label: string;
  columns: SimpleColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
}) {
  return (
    <Panel>
      <section className="overflow-x-auto" aria-label={props.label} tabIndex={0}>
        <table className="w-full border-separate border-spacing-0">
          <thead>
            <tr>
              {props.columns.map(({ title, numeric, className }) => (
                <th
                  key={title}
                  scope="col"
                  className={cx(
                    "h-[30px] whitespace-nowrap bg-sunken px-2.5 font-medium text-fg-2 text-sm",
                    numeric ? "text-right" : "text-left",
                    className,
                  )}
                >
                  {title === "" ? <span className="sr-only">Actions</span> : title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <tr key={props.rowKey(row)}>
                {props.columns.map(({ title, cell, numeric, className }) => (
                  <td
                    key={title}
                    className={cx(
                      "h-8 whitespace-nowrap border-line border-t px-2.5 py-1",
                      numeric && "num",
                      className,
                    )}
                  >
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
