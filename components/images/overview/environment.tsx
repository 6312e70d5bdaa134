"use client";
import { useState } from "react";
import type { NameValue } from "@/lib/contract/appc.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { visibleName } from "@/lib/format/visible-name.ts";

/** More than these are folded away. */
const shown = 10;

/** Variables that each pod of the image gets, a line each. */
export function Environment({ variables }: { variables: readonly NameValue[] }) {
  const [all, setAll] = useState(false);
  if (variables.length === 0) return <span className="text-fg-3">none</span>;
  const visible = all ? variables : variables.slice(0, shown);
  return (
    <>
      <ul className="mono">
        {visible.map(({ name, value }) => (
          <li key={name} className="break-all">
            <span className="text-fg-2">{visibleName(name)}=</span>
            {visibleName(value)}
          </li>
        ))}
      </ul>
      {visible.length < variables.length ? (
        <button type="button" className="link text-sm" onClick={() => setAll(true)}>
          {formatPlural(variables.length - shown, "more variable")}
        </button>
      ) : null}
    </>
  );
}
