"use client";
import { Check, Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { useNamespaces } from "./namespaces.tsx";
import { useKnownNamespaces } from "./use-known-namespaces.ts";

/** Stands for all in the list; no namespace can have this name. */
const all = "";

/** A field and a list in which several can be chosen: arrows move, Enter takes one alone, blank adds or takes off. */
export function NamespaceList({ onDone }: { onDone: () => void }) {
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { chosen, choose } = useNamespaces();
  const known = useKnownNamespaces(text, true);
  // What is chosen stays in sight, also when it is gone or lies beyond the first.
  const lost = text === "" ? chosen.filter((name) => !known.names.includes(name)) : [];
  const options = [...(text === "" ? [all] : []), ...lost, ...known.names];
  const active = Math.min(at, options.length - 1);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const toggle = (name: string) => {
    if (name === all) choose([]);
    else choose(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name].sort());
  };
  const key = (event: KeyboardEvent<HTMLInputElement>) => {
    const option = options[active];
    if (event.key === "ArrowDown") setAt((active + 1) % Math.max(1, options.length));
    else if (event.key === "ArrowUp") setAt(active <= 0 ? options.length - 1 : active - 1);
    else if (event.key === "Enter" && option !== undefined) {
      choose(option === all ? [] : [option]);
      onDone();
    } else if (event.key === " " && option !== undefined) toggle(option);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex flex-none items-center gap-2 border-line border-b px-3">
        <Icon of={Search} className="text-fg-3" />
        <input
          role="combobox"
          aria-label="Find a namespace"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={text}
          placeholder="Find a namespace"
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={key}
          className="h-9 min-w-0 flex-1 bg-transparent outline-none!"
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label="Namespaces"
        aria-multiselectable
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-y-auto p-1"
      >
        {options.map((name, index) => {
          const isOn = name === all ? chosen.length === 0 : chosen.includes(name);
          return (
            <div
              key={name}
              id={`${id}-${index}`}
              data-at={index}
              role="option"
              aria-selected={isOn}
              tabIndex={-1}
              onPointerMove={() => setAt(index)}
              onPointerUp={() => toggle(name)}
              className={cx(
                "flex h-7 cursor-default select-none items-center gap-2 rounded-sm px-2",
                index === active && "bg-hover",
              )}
            >
              <Icon of={Check} className={isOn ? "text-accent" : "invisible"} />
              <span className="min-w-0 flex-1 truncate">
                {name === all ? (known.isAll ? "All namespaces" : "All that you may see") : plainText(name)}
              </span>
              {lost.includes(name) && !known.loading ? <span className="text-fg-3 text-sm">not found</span> : null}
            </div>
          );
        })}
        <Note known={known} text={text} />
      </div>
      <p className="flex-none border-line border-t px-3 py-1.5 text-fg-3 text-sm max-md:hidden">
        <Kbd>Enter</Kbd> takes one alone, <Kbd>Space</Kbd> adds
      </p>
    </>
  );
}

function Note({ known, text }: { known: ReturnType<typeof useKnownNamespaces>; text: string }) {
  const said = known.error
    ? toProblem(known.error).why
    : known.loading
      ? "Asking the cluster"
      : known.names.length === 0
        ? text === ""
          ? "There is no namespace that you may see into."
          : "No namespace has this in its name."
        : known.total > known.names.length
          ? `${formatCount(known.total - known.names.length)} more: type a part of the name`
          : null;
  return said === null ? null : <p className="px-2 py-1.5 text-fg-2">{said}</p>;
}
