"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { Section } from "@/components/ui/section.tsx";
import { formatBytes } from "@/lib/format/bytes.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** Characters of a value that stand before the rest is asked for. */
const most = 2000;

/** Keys with their values as text, each under its name. */
export function KeyedValues({ title, values }: { title: string; values: [string, string][] }) {
  if (values.length === 0)
    return (
      <Section title={title}>
        <p className="text-fg-3">It is empty.</p>
      </Section>
    );
  return (
    <Section title={title} note={`${values.length} ${values.length === 1 ? "key" : "keys"}`}>
      <div className="flex flex-col gap-3">
        {values.map(([key, value]) => (
          <One key={key} name={key} value={value} />
        ))}
      </div>
    </Section>
  );
}

function One({ name, value }: { name: string; value: string }) {
  const [all, setAll] = useState(false);
  const clean = plainText(value, { lines: true });
  const shown = all ? clean : clean.slice(0, most);
  return (
    <div className="min-w-0 overflow-hidden rounded-lg border border-line">
      <div className="flex min-h-[30px] items-center gap-2 bg-sunken px-2.5">
        <h3 className="mono min-w-0 truncate font-medium" title={plainText(name)}>
          {plainText(name)}
        </h3>
        <span className="flex-none text-fg-3 text-sm">{formatBytes(new TextEncoder().encode(value).length)}</span>
        <span className="ml-auto flex-none">
          <CopyButton text={value} what="value" />
        </span>
      </div>
      {value === "" ? (
        <p className="px-2.5 py-2 text-fg-3">empty</p>
      ) : (
        <section className="max-h-96 overflow-auto px-2.5 py-2" aria-label={`Value of ${plainText(name)}`} tabIndex={0}>
          <pre className="mono whitespace-pre-wrap break-words">{shown}</pre>
        </section>
      )}
      {clean.length > shown.length ? (
        <div className="border-line border-t px-2.5 py-1.5">
          <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
            Show all of it
          </Button>
        </div>
      ) : null}
    </div>
  );
}
