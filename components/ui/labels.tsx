"use client";
import { useState } from "react";
import { plainText } from "@/lib/format/plain-text.ts";
import { Badge } from "./badge.tsx";
import { Dash } from "./dash.tsx";

/** More than these are folded away. */
const shown = 12;

/** Labels, selectors and other short pairs as badges. */
export function Labels({ pairs }: { pairs: readonly (readonly [string, string])[] }) {
  const [all, setAll] = useState(false);
  if (pairs.length === 0) return <Dash />;
  const visible = all ? pairs : pairs.slice(0, shown);
  return (
    <span className="flex flex-wrap gap-1.5">
      {visible.map(([name, value]) => {
        const whole = plainText(value === "" ? name : `${name}=${value}`);
        return (
          <span key={name} title={whole} className="max-w-full">
            <Badge mono>{whole}</Badge>
          </span>
        );
      })}
      {pairs.length > visible.length ? (
        <button type="button" className="link text-sm" onClick={() => setAll(true)}>
          {pairs.length - visible.length} more
        </button>
      ) : null}
    </span>
  );
}
