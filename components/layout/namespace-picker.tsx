"use client";
import { ChevronDown, SquareStack } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import { useState } from "react";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { useCluster } from "./cluster-context.tsx";
import { NamespaceList } from "./namespace-list.tsx";
import { namespacesText } from "./namespace-param.ts";
import { useNamespaces } from "./namespaces.tsx";
import { useShortcuts } from "./shortcuts.ts";

/** Which namespaces the pages look at; `n` opens it. The fleet has none. */
export function NamespacePicker() {
  const { isFleet } = useCluster();
  return isFleet ? null : <Picker />;
}

function Picker() {
  const [open, setOpen] = useState(false);
  const { chosen } = useNamespaces();
  useShortcuts({ n: () => setOpen(true) });
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <button
          type="button"
          aria-keyshortcuts="n"
          title={chosen.length > 2 ? chosen.join(", ") : undefined}
          className={cx(
            "inline-flex h-7 min-w-0 max-w-80 items-center gap-1.5 rounded-md border bg-bg px-[9px] hover:bg-hover data-[state=open]:bg-hover",
            chosen.length > 0 ? "border-accent" : "border-line-strong",
          )}
        >
          <Icon of={SquareStack} className={chosen.length > 0 ? "text-accent" : "text-fg-2"} />
          <span className="text-fg-2 max-lg:sr-only">Namespaces:</span>
          <span className="min-w-0 truncate font-medium">{namespacesText(chosen)}</span>
          <Icon of={ChevronDown} size={12} className="text-fg-2" />
        </button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label="Namespaces"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 flex max-h-[70vh] w-72 max-w-[calc(100vw-16px)] animate-enter flex-col overflow-hidden rounded-lg border border-line-strong bg-raised shadow-raised"
        >
          <NamespaceList onDone={() => setOpen(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
