"use client";
import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { Icon } from "@/components/ui/icon.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";

const load = () => import("./command-palette.tsx");
const CommandPalette = dynamic(() => load().then((module) => module.CommandPalette), { ssr: false });

/** The field in the top bar that opens the palette; Ctrl or Cmd with K does it from anywhere. */
export function CommandButton({ onHelp }: { onHelp: () => void }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    // Soon after the page, so that what is typed right after the keys is not lost while it loads.
    const timer = setTimeout(load, 1500);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      // In a terminal Ctrl-K belongs to the shell.
      if (event.ctrlKey && event.target instanceof HTMLElement && event.target.closest(".xterm") !== null) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-keyshortcuts="Control+K Meta+K"
        className="inline-flex h-7 w-[300px] items-center gap-1.5 rounded-md border border-line-strong bg-bg px-[9px] text-fg-3 hover:bg-hover max-lg:w-52 max-md:w-[30px] max-md:px-[7px]"
      >
        <Icon of={Search} />
        <span className="max-md:sr-only">Search or run a command</span>
        <span className="ml-auto max-lg:hidden" aria-hidden="true">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      {open ? <CommandPalette onClose={() => setOpen(false)} onHelp={onHelp} /> : null}
    </>
  );
}
