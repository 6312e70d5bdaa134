"use client";
import { Command } from "cmdk";
import { Keyboard, LogOut, type LucideIcon, Moon, Play, Search, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useCallback, useDeferredValue, useRef, useState } from "react";
import { Icon } from "@/components/ui/icon.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { paths } from "@/lib/paths.ts";
import { leave } from "./leave.ts";
import { navGroups } from "./nav-items.ts";
import { SearchResults } from "./search-results.tsx";
import { denied, useSession } from "./session-context.tsx";
import { setTheme } from "./theme.ts";

const group =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-fg-3 [&_[cmdk-group-heading]]:text-sm";

/** Pages and commands by words that they hold; what the server found (`found …`) fits already. */
function fits(value: string, search: string): number {
  if (value.startsWith("found ")) return 1;
  const plain = value.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => plain.includes(word))
    ? 1
    : 0;
}

/** Goes anywhere, finds pods, images and nodes by name, and runs what belongs to no page. */
export function CommandPalette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const session = useSession();
  const router = useRouter();
  const [text, setText] = useState("");
  const [marked, setMarked] = useState("");
  const list = useRef<HTMLDivElement>(null);
  // Results come after the letters that asked for them: Enter must find one marked, whatever came last.
  const settle = useCallback(() => {
    const found = list.current;
    if (found === null || found.querySelector('[cmdk-item][data-selected="true"]') !== null) return;
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
  return (
    <Radix.Root open onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-enter bg-[rgb(8_11_15/.5)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-[600px] max-w-[calc(100vw-16px)] -translate-x-1/2 overflow-hidden rounded-xl border border-line-strong bg-raised shadow-raised max-md:top-2"
        >
          <Radix.Title className="sr-only">Search or run a command</Radix.Title>
          <Command label="Search or run a command" loop filter={fits} value={marked} onValueChange={setMarked}>
            <div className="flex items-center gap-2 border-line border-b px-3">
              <Icon of={Search} className="text-fg-3" />
              <Command.Input
                autoFocus
                value={text}
                onValueChange={setText}
                placeholder="Pods, images, nodes, pages, commands"
                className="h-11 min-w-0 flex-1 bg-transparent outline-none!"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List ref={list} className="max-h-[min(420px,60vh)] overflow-y-auto p-1 pb-2">
              <Command.Empty className="px-3 py-8 text-center text-fg-2">Nothing fits.</Command.Empty>
              {sought.length > 1 ? <SearchResults text={sought} go={go} onFound={settle} /> : null}
              <Command.Group heading="Go to" className={group}>
                {navGroups(session.cluster, session.role)
                  .flatMap((one) => one.items)
                  .map((item) => (
                    <Entry
                      key={item.id}
                      value={`go ${item.label}`}
                      icon={item.icon}
                      hint={item.keys}
                      onSelect={() => go(item.href)}
                    >
                      {item.label}
                    </Entry>
                  ))}
              </Command.Group>
              <Command.Group heading="Commands" className={group}>
                {denied(session, "create", "pod") === null ? (
                  <Entry value="run a pod" icon={Play} onSelect={() => go(paths.run(session.cluster))}>
                    Run a pod
                  </Entry>
                ) : null}
                <Entry value="theme light" icon={Sun} onSelect={run(() => setTheme("light"))}>
                  Light theme
                </Entry>
                <Entry value="theme dark" icon={Moon} onSelect={run(() => setTheme("dark"))}>
                  Dark theme
                </Entry>
                <Entry value="keyboard help keys" icon={Keyboard} hint="?" onSelect={run(onHelp)}>
                  All keys
                </Entry>
                <Entry value="sign out" icon={LogOut} onSelect={run(leave)}>
                  Sign out
                </Entry>
              </Command.Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type EntryProps = { value: string; icon: LucideIcon; hint?: string; onSelect: () => void; children: ReactNode };

function Entry({ value, icon, hint, onSelect, children }: EntryProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 cursor-default select-none items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover"
    >
      <Icon of={icon} className="text-fg-2" />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <span className="flex gap-1 max-md:hidden" aria-hidden="true">
        {hint?.split(" ").map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
    </Command.Item>
  );
}
