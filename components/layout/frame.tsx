"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { LiveProvider } from "@/components/table/live-context.tsx";
import { cx } from "@/components/ui/cx.ts";
import { Mark } from "@/components/ui/mark.tsx";
import type { FirstWindow } from "@/lib/api/live/first.ts";
import { BottomNav } from "./bottom-nav.tsx";
import { type ClusterGiven, ClusterProvider, useCluster } from "./cluster-context.tsx";
import { ClusterGate } from "./cluster-gate.tsx";
import { CommandButton } from "./command-button.tsx";
import { ConnectionState } from "./connection-state.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { withNamespaces } from "./namespace-param.ts";
import { NamespacePicker } from "./namespace-picker.tsx";
import { NamespaceProvider, useNamespaces } from "./namespaces.tsx";
import { NavDrawer } from "./nav-drawer.tsx";
import { navGroups } from "./nav-items.ts";
import { type SessionFacts, SessionProvider } from "./session-context.tsx";
import { type Shortcuts, useFirstKey, useShortcuts } from "./shortcuts.ts";
import { Sidebar } from "./sidebar.tsx";
import { writeCookie } from "./theme.ts";
import { UserMenu } from "./user-menu.tsx";

type FrameProps = {
  session: SessionFacts;
  /** As the cookie `craton-nav` says. */
  icons: boolean;
  /** The list whose rows are in this page's HTML. */
  first: FirstWindow | null;
  /** The cluster of the page, as the server knows it now. */
  facts: ClusterGiven;
  children: ReactNode;
};

/** Navigation, top bar and the place of the page. */
export function Frame(props: FrameProps) {
  return (
    <SessionProvider value={props.session}>
      <LiveProvider first={props.first}>
        <ClusterProvider value={props.facts}>
          <NamespaceProvider>
            <Shell session={props.session} icons={props.icons}>
              {props.children}
            </Shell>
          </NamespaceProvider>
        </ClusterProvider>
      </LiveProvider>
    </SessionProvider>
  );
}

type ShellProps = { session: SessionFacts; icons: boolean; children: ReactNode };

function Shell(props: ShellProps) {
  const router = useRouter();
  const cluster = useCluster();
  const { chosen } = useNamespaces();
  const [icons, setIcons] = useState(props.icons);
  const [help, setHelp] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const toggle = () => {
    writeCookie("craton-nav", icons ? null : "icons");
    setIcons(!icons);
  };
  const go: Shortcuts = Object.fromEntries(
    navGroups(cluster, props.session.role)
      .flatMap((group) => group.items)
      .flatMap(({ keys, href }) => (keys ? [[keys, () => router.push(withNamespaces(href, chosen))]] : [])),
  );
  useShortcuts({ ...go, "[": toggle, "?": () => setHelp(true) });
  useFirstKey();
  // Where the next sign-in leads.
  useEffect(() => writeCookie("craton-cluster", cluster.name), [cluster.name]);
  return (
    <div
      className={cx(
        "grid h-dvh grid-rows-[var(--bar)_minmax(0,1fr)] overflow-hidden max-md:grid-cols-[minmax(0,1fr)] max-md:grid-rows-[var(--bar)_minmax(0,1fr)_auto]",
        icons ? "grid-cols-[52px_minmax(0,1fr)]" : "grid-cols-[var(--nav)_minmax(0,1fr)]",
      )}
    >
      <a
        href="#main"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent focus:translate-y-0"
      >
        Skip to the page
      </a>
      <Sidebar icons={icons} onToggle={toggle} />
      <header className="flex min-w-0 items-center gap-2 border-line border-b bg-bg px-4">
        <span className="flex items-center gap-2 font-semibold md:hidden">
          <Mark />
          <span className="sr-only">Craton</span>
          {props.session.cluster}
        </span>
        <NamespacePicker />
        <ConnectionState />
        <span className="flex-1" />
        <CommandButton onHelp={() => setHelp(true)} />
        <UserMenu onHelp={() => setHelp(true)} />
      </header>
      <main id="main" tabIndex={-1} className="relative flex min-h-0 min-w-0 flex-col overflow-y-auto outline-none!">
        <ClusterGate>{props.children}</ClusterGate>
      </main>
      <BottomNav onMore={() => setDrawer(true)} />
      <NavDrawer open={drawer} onClose={() => setDrawer(false)} />
      <HelpDialog open={help} onClose={() => setHelp(false)} />
    </div>
  );
}
