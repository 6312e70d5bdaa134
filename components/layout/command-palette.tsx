"use client";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { useCallback, useDeferredValue, useRef, useState } from "react";
import { Icon } from "@/components/ui/icon.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { useCluster } from "./cluster-context.tsx";
import { Commands } from "./palette-commands.tsx";
import { fits } from "./palette-fit.ts";
import { PaletteObjects } from "./palette-objects.tsx";
import { Clusters, Namespaces, Pages, SavedPages, searchEverything } from "./palette-pages.tsx";
import { SearchResults } from "./search-results.tsx";

/** Goes anywhere, finds objects of all kinds by name, and runs what belongs to no page. */
export function CommandPalette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const { isFleet } = useCluster();
  const router = useRouter();
  const [text, setText] = useState("");
  const [marked, setMarked] = useState("");
  const list = useRef<HTMLDivElement>(null);
  // Results come after the letters that asked for them: Enter must find one marked, whatever came last.
  const settle = useCallback(() => {
    const found = list.current;
    const held = found?.querySelector('[cmdk-item][data-selected="true"]')?.getAttribute("data-value");
    // The way to the search page was there before what was found: it gives its place up.
    if (found === null || (held !== undefined && held !== searchEverything)) return;
    const first = found.querySelector("[cmdk-item]")?.getAttribute("data-value");
    if (first) setMarked(first);
  }, []);
  const sought = useDeferredValue(text.trim());
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const run = (action: () => void) => () => {
    onClose();
    action();
  };
  const part = { text: sought, go, close: onClose };
  return (
    <Radix.Root open onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-enter bg-[rgb(8_11_15/.5)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-[640px] max-w-[calc(100vw-16px)] -translate-x-1/2 overflow-hidden rounded-xl border border-line-strong bg-raised shadow-raised max-md:top-2"
        >
          <Radix.Title className="sr-only">Search or run a command</Radix.Title>
          <Command label="Search or run a command" loop filter={fits} value={marked} onValueChange={setMarked}>
            <div className="flex items-center gap-2 border-line border-b px-3">
              <Icon of={Search} className="text-fg-3" />
              <Command.Input
                autoFocus
                value={text}
                onValueChange={setText}
                placeholder={
                  isFleet ? "Pods, images, nodes, pages, commands" : "Objects, kinds, namespaces, pages, commands"
                }
                className="h-11 min-w-0 flex-1 bg-transparent outline-none!"
              />
              <button type="button" onClick={onClose} aria-label="Close">
                <Kbd>Esc</Kbd>
              </button>
            </div>
            <Command.List ref={list} className="max-h-[min(460px,60vh)] overflow-y-auto p-1 pb-2">
              <Command.Empty className="px-3 py-8 text-center text-fg-2">Nothing fits.</Command.Empty>
              <SavedPages {...part} />
              {sought.length < 2 ? null : isFleet ? (
                <SearchResults text={sought} go={go} onFound={settle} />
              ) : (
                <PaletteObjects text={sought} go={go} onFound={settle} />
              )}
              <Pages {...part} />
              <Namespaces {...part} />
              <Clusters {...part} />
              <Commands go={go} run={run} onHelp={onHelp} />
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
