"use client";
import { useState } from "react";
import { formatBytes } from "@/lib/format/bytes.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { CopyButton } from "./copy-button.tsx";
import { Dash } from "./dash.tsx";
import { safeLink } from "./safe-link.ts";

/** Characters of a value that stand before it is folded. */
const most = 120;

/** Annotations: whatever tools wrote there. Long ones are folded; only https addresses are links. */
export function Annotations({ pairs }: { pairs: readonly (readonly [string, string])[] }) {
  const [all, setAll] = useState(false);
  if (pairs.length === 0) return <Dash />;
  const visible = all ? pairs : pairs.slice(0, 8);
  return (
    <>
      <ul className="flex flex-col gap-1">
        {visible.map(([name, value]) => (
          <li key={name} className="min-w-0">
            <span className="mono break-words text-fg-2">{plainText(name)}</span>
            {value === "" ? null : <Value value={value} />}
          </li>
        ))}
      </ul>
      {pairs.length > visible.length ? (
        <button type="button" className="link text-sm" onClick={() => setAll(true)}>
          {pairs.length - visible.length} more
        </button>
      ) : null}
    </>
  );
}

function Value({ value }: { value: string }) {
  const [open, setOpen] = useState(false);
  const clean = plainText(value, { lines: true });
  const link = safeLink(value);
  if (link !== null)
    return (
      <>
        {" "}
        <a
          className="link inline-block max-w-full break-all align-top"
          href={link}
          target="_blank"
          rel="noopener noreferrer nofollow"
        >
          {clean}
        </a>
      </>
    );
  const isLong = clean.length > most || clean.includes("\n");
  if (!isLong) return <span className="mono break-words"> {clean}</span>;
  return (
    <>
      {open ? (
        <pre
          className="mono mt-1 max-h-80 overflow-auto whitespace-pre-wrap break-words rounded-md bg-sunken p-2"
          tabIndex={0}
        >
          {clean}
        </pre>
      ) : (
        <span className="text-fg-3"> {formatBytes(new TextEncoder().encode(value).length)} </span>
      )}
      <button type="button" className="link text-sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "Fold" : "Show all"}
      </button>
      <CopyButton text={value} what="value" />
    </>
  );
}
