"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { ForbiddenPanel } from "@/components/ui/forbidden-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import type { TrustedKey, TrustList } from "@/lib/contract/trust.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { useNode } from "../registries/use-registries.ts";
import { AddKeyDialog } from "./add-key-dialog.tsx";
import { EndTrustDialog } from "./end-trust-dialog.tsx";
import { TrustTable } from "./trust-table.tsx";
import { useTrust } from "./use-trust.ts";

type Open = { what: "add" } | { what: "mask" | "remove"; entry: TrustedKey } | null;

/** Whose signature an image needs, on one node at a time. */
export function TrustSection() {
  const deniedList = useDenied("list", "trust");
  const deniedAdd = useDenied("create", "trust");
  const { node, all, setChosen, query } = useNode();
  const trust = useTrust(node);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  if (deniedList !== null) return <ForbiddenPanel why={deniedList} />;
  const noNode = query.data && node === "" ? "no node is there" : null;
  return (
    <Section
      title="Trusted keys"
      action={
        <span className="flex items-center gap-2">
          {all.length > 1 ? (
            <Select
              aria-label="Node"
              className="w-[200px]! max-md:w-[140px]!"
              value={node}
              onChange={(event) => setChosen(event.target.value)}
              options={all.map(({ name, state }) => ({
                value: name,
                label: state === "live" ? name : `${name} (${state})`,
              }))}
            />
          ) : null}
          <Button size="sm" icon={Plus} disabledReason={deniedAdd ?? noNode} onClick={() => setOpen({ what: "add" })}>
            Add key
          </Button>
        </span>
      }
    >
      {query.isError ? (
        <ErrorPanel what="The nodes cannot be listed" error={query.error} onRetry={() => void query.refetch()} />
      ) : noNode !== null ? (
        <p className="text-fg-2">No node is known yet: add an agent first.</p>
      ) : trust.isError ? (
        <ErrorPanel
          what={`The trusted keys of ${node} cannot be listed`}
          error={trust.error}
          onRetry={() => void trust.refetch()}
        />
      ) : trust.data === undefined ? (
        <Skeleton className="h-16 w-full" />
      ) : (
        <Keys list={trust.data} node={node} onOpen={setOpen} />
      )}
      {open?.what === "add" ? <AddKeyDialog node={node} nodes={all.map(({ name }) => name)} onClose={close} /> : null}
      {open?.what === "mask" || open?.what === "remove" ? (
        <EndTrustDialog deed={open.what} entry={open.entry} node={node} onClose={close} />
      ) : null}
    </Section>
  );
}

function Keys({ list, node, onOpen }: { list: TrustList; node: string; onOpen: (open: Open) => void }) {
  const { keys, faults, folders } = list;
  return (
    <>
      {faults.length > 0 ? (
        <Banner
          tone="warn"
          title={faults.length === 1 ? "A file is left out" : `${faults.length} files are left out`}
          className="mb-3"
        >
          <ul>
            {faults.slice(0, 20).map(({ file, why }) => (
              <li key={file} className="break-words">
                <span className="mono break-all">{visibleName(file)}</span>: {visibleName(why)}
              </li>
            ))}
          </ul>
        </Banner>
      ) : null}
      {keys.length === 0 ? (
        <p className="max-w-[72ch] text-fg-2">
          {node} trusts nobody: every image needs an administrator who allows it without a signature. Add the key of
          those who build your images.
        </p>
      ) : (
        <TrustTable
          keys={keys}
          onMask={(entry) => onOpen({ what: "mask", entry })}
          onRemove={(entry) => onOpen({ what: "remove", entry })}
        />
      )}
      <p className="mt-2 break-words text-fg-3 text-sm">
        Kept in <span className="mono break-all">{visibleName(folders.local)}</span> on the node, over the keys that the
        system brings in <span className="mono break-all">{visibleName(folders.system)}</span>.
      </p>
    </>
  );
}
