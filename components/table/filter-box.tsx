"use client";
import { Search, X } from "lucide-react";
import { type RefObject, useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import type { Kind } from "@/lib/contract/kinds.ts";
import { CompletionList } from "./completion-list.tsx";
import type { KnownValues } from "./filter-complete.ts";
import { FilterMarks } from "./filter-marks.tsx";
import { askedFilter, filterFault, readFilter } from "./filter-syntax.ts";
import { useFilterCompletion } from "./use-filter-completion.ts";

export type FilterBoxProps = {
  kind: Kind;
  /** What is asked for now. */
  value: string;
  onChange: (filter: string) => void;
  values: KnownValues;
  /** What the server says against it. */
  fault: string | null;
  inputRef: RefObject<HTMLInputElement | null>;
};

/** While somebody types, the list follows at once, but no more often than this many ms: an answer takes less than a keystroke. */
const gap = 40;

/** Plain text and terms such as `cpu>500m node:a`, with faults named and names completed. */
export function FilterBox({ kind, value, onChange, values, fault, inputRef }: FilterBoxProps) {
  const id = useId();
  const [text, setText] = useState(value);
  const [caret, setCaret] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [scroll, setScroll] = useState(0);
  const asked = useRef(value);
  const askedAt = useRef(0);
  const terms = useMemo(() => readFilter(kind, text), [kind, text]);
  const ownFault = filterFault(terms);
  const next = ownFault === null ? askedFilter(text, terms) : null;

  const ask = useCallback(
    (filter: string) => {
      asked.current = filter;
      askedAt.current = performance.now();
      onChange(filter);
    },
    [onChange],
  );
  /** In the event itself: nothing is waited for when nothing was asked lately. */
  const change = (newText: string, newCaret: number) => {
    setText(newText);
    setCaret(newCaret);
    const newTerms = readFilter(kind, newText);
    const wanted = filterFault(newTerms) === null ? askedFilter(newText, newTerms) : null;
    if (wanted !== null && wanted !== asked.current && askedAt.current + gap <= performance.now()) ask(wanted);
  };

  useEffect(() => {
    if (next === null || next === asked.current) return;
    const timer = setTimeout(ask, Math.max(0, askedAt.current + gap - performance.now()), next);
    return () => clearTimeout(timer);
  }, [next, ask]);

  // Back, a link, or "clear": the URL changed without us.
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setText(value);
  }, [value]);

  const place = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (place.current === null) return;
    inputRef.current?.setSelectionRange(place.current, place.current);
    place.current = null;
  });
  const write = (newText: string, newCaret: number) => {
    change(newText, newCaret);
    place.current = newCaret;
    inputRef.current?.focus();
  };
  const completion = useFilterCompletion({
    kind,
    text,
    caret,
    open,
    values,
    onText: write,
    onClose: () => setOpen(false),
  });
  const shownFault = ownFault ?? (next === value ? fault : null);
  const isListed = completion.list.length > 0;

  return (
    <div className="relative w-[380px] max-lg:w-72 max-md:w-full">
      <div
        className={cx(
          "field flex items-center gap-[7px]",
          shownFault && "border-bad! focus-within:shadow-[0_0_0_3px_var(--bad-weak)]!",
        )}
      >
        <Icon of={Search} className="text-fg-3" />
        <div className="relative min-w-0 flex-1">
          <FilterMarks text={text} terms={terms} scroll={scroll} />
          <input
            ref={inputRef}
            role="combobox"
            aria-label={`Filter ${kind.title.toLowerCase()}`}
            aria-expanded={isListed}
            aria-controls={`${id}-list`}
            aria-activedescendant={completion.active >= 0 ? `${id}-${completion.active}` : undefined}
            aria-autocomplete="list"
            aria-invalid={shownFault !== null}
            aria-describedby={shownFault ? `${id}-fault` : undefined}
            aria-keyshortcuts="/"
            type="text"
            autoComplete="off"
            spellCheck={false}
            maxLength={2048}
            value={text}
            placeholder={`Filter, e.g. ${example(kind)}`}
            onChange={(event) => {
              change(event.target.value, event.target.selectionStart ?? event.target.value.length);
              setOpen(true);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
            onScroll={(event) => setScroll(event.currentTarget.scrollLeft)}
            onFocus={() => setOpen(text === "")}
            onClick={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={(event) => {
              if (completion.onKey(event)) return;
              if (event.key === "Escape") event.currentTarget.blur();
              if (event.key === "Enter") setOpen(false);
            }}
            className="mono relative block h-[26px] w-full bg-transparent text-transparent caret-fg outline-none!"
          />
        </div>
        {text === "" ? null : (
          <button
            type="button"
            aria-label="Clear the filter"
            onClick={() => write("", 0)}
            className="grid size-5 flex-none place-items-center rounded-sm text-fg-3 hover:bg-hover hover:text-fg"
          >
            <Icon of={X} size={12} />
          </button>
        )}
      </div>
      {isListed ? (
        <CompletionList id={id} completion={completion} />
      ) : shownFault ? (
        <p
          id={`${id}-fault`}
          role="alert"
          className="absolute top-full right-0 left-0 z-20 mt-1 break-words rounded-md border border-bad bg-raised px-2 py-1 text-bad text-sm shadow-raised"
        >
          {shownFault}
        </p>
      ) : null}
    </div>
  );
}

const examples: Record<string, string> = {
  "pods created": "status:failed created<1h",
  "images imported": "size>100Mi node:",
  "nodes cgroups": "cgroups:v2",
  "events time": "reason:AppExited",
  "pods restarts": "restarts>3 label:app=web",
  "nodes taints": "status:Ready cpu>2",
  "events source": "reason:Failed age<10m",
};

/** A filter of the kind's own, told apart from another cluster's kind of that name by one of its columns. */
function example(kind: Kind): string {
  const own = kind.columns.find(({ id }) => examples[`${kind.name} ${id}`] !== undefined);
  if (own) return examples[`${kind.name} ${own.id}`] ?? "";
  return kind.columns.some(({ id }) => id === "labels") ? "name:web label:app=web" : "name:web";
}
