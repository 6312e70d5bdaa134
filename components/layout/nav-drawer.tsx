"use client";
import { Dialog as Radix } from "radix-ui";
import { Mark } from "@/components/ui/mark.tsx";
import { ClusterSwitcher } from "./cluster-switcher.tsx";
import { NavList } from "./nav-list.tsx";

/** All sections on a narrow screen, over the page. */
export function NavDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(8_11_15/.5)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-40 flex w-64 animate-drawer flex-col bg-nav text-nav-fg"
        >
          <Radix.Title className="flex h-(--bar) flex-none items-center gap-[9px] px-3.5 font-semibold text-[14px] text-nav-strong">
            <Mark />
            Craton
          </Radix.Title>
          <ClusterSwitcher onGo={onClose} />
          <NavList onGo={onClose} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
