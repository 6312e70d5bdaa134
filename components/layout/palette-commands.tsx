"use client";
import { Keyboard, LogOut, Moon, Play, Sun } from "lucide-react";
import { paths } from "@/lib/paths.ts";
import { useCluster } from "./cluster-context.tsx";
import { leave } from "./leave.ts";
import { PaletteEntry, PaletteGroup } from "./palette-entry.tsx";
import { denied, useSession } from "./session-context.tsx";
import { setTheme } from "./theme.ts";

/** What belongs to no page. `run` closes the palette first. */
export function Commands(props: {
  go: (href: string) => void;
  run: (action: () => void) => () => void;
  onHelp: () => void;
}) {
  const { go, run, onHelp } = props;
  const session = useSession();
  const { isFleet } = useCluster();
  return (
    <PaletteGroup title="Commands">
      {isFleet && denied(session, "create", "pod") === null ? (
        <PaletteEntry value="run a pod" icon={Play} onSelect={() => go(paths.run(session.cluster))}>
          Run a pod
        </PaletteEntry>
      ) : null}
      <PaletteEntry value="theme light" icon={Sun} onSelect={run(() => setTheme("light"))}>
        Light theme
      </PaletteEntry>
      <PaletteEntry value="theme dark" icon={Moon} onSelect={run(() => setTheme("dark"))}>
        Dark theme
      </PaletteEntry>
      <PaletteEntry
        value="keyboard"
        words={["All keys", "keyboard help"]}
        keys="?"
        icon={Keyboard}
        onSelect={run(onHelp)}
      >
        All keys
      </PaletteEntry>
      <PaletteEntry value="sign out" icon={LogOut} onSelect={run(leave)}>
        Sign out
      </PaletteEntry>
    </PaletteGroup>
  );
}
