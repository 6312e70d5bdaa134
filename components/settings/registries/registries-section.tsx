"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { ForbiddenPanel } from "@/components/ui/forbidden-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { testRegistry } from "@/lib/api/console/registries.ts";
import type { RegistryEntry } from "@/lib/contract/registry.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { checkWords } from "./check-words.ts";
import { RegistryDialog } from "./registry-dialog.tsx";
import { RegistryTable } from "./registry-table.tsx";
import { RemoveRegistryDialog } from "./remove-registry-dialog.tsx";
import { fleet, useNode, useRegistries } from "./use-registries.ts";

type Open = { what: "add" } | { what: "edit" | "remove"; entry: RegistryEntry } | null;

/** Registries and mirrors that a node fetches from, with their credentials. */
export function RegistriesSection() {
  const deniedList = useDenied("list", "registry");
  const deniedUpdate = useDenied("update", "registry");
  const { node, all, setChosen, query } = useNode();
  const registries = useRegistries(node);
  const [open, setOpen] = useState<Open>(null);
  const [testing, setTesting] = useState<string | null>(null);
  const close = () => setOpen(null);
  const nodes = all.map(({ name }) => name);
  const test = async ({ host }: RegistryEntry) => {
    setTesting(host);
    try {
      showToast({ tone: "ok", title: checkWords(await testRegistry({ cluster: fleet, node }, { host })) });
    } catch (error) {
      const { why, tries } = toProblem(error);
      showToast({ tone: "bad", title: why, detail: tries[0] });
    } finally {
      setTesting(null);
    }
  };
  if (deniedList !== null) return <ForbiddenPanel why={deniedList} />;
  const noNode = query.data && node === "" ? "no node is there" : null;
  return (
    <Section
      title="Registries"
      action={
        <span className="flex items-center gap-2">
          {all.length > 1 ? (
            <Select
              aria-label="Node"
              className="w-[200px]! max-md:w-[112px]!"
              value={node}
              onChange={(event) => setChosen(event.target.value)}
              options={all.map(({ name, state }) => ({
                value: name,
                label: state === "live" ? name : `${name} (${state})`,
              }))}
            />
          ) : null}
          <Button icon={Plus} disabledReason={deniedUpdate ?? noNode} onClick={() => setOpen({ what: "add" })}>
            Add registry
          </Button>
        </span>
      }
    >
      {query.isError ? (
        <ErrorPanel what="The nodes cannot be listed" error={query.error} onRetry={() => void query.refetch()} />
      ) : noNode !== null ? (
        <p className="text-fg-2">No node is known yet: add an agent first.</p>
      ) : registries.isError ? (
        <ErrorPanel
          what={`The registries of ${node} cannot be listed`}
          error={registries.error}
          onRetry={() => void registries.refetch()}
        />
      ) : registries.data === undefined ? (
        <Skeleton className="h-16 w-full" />
      ) : registries.data.length === 0 ? (
        <p className="max-w-[72ch] text-fg-2">
          {node} has no settings: it fetches from every public registry by https, without credentials. Add one that is
          private, wants a password, has a mirror or a certificate of its own.
        </p>
      ) : (
        <RegistryTable
          entries={registries.data}
          testing={testing}
          onTest={(entry) => void test(entry)}
          onEdit={(entry) => setOpen({ what: "edit", entry })}
          onRemove={(entry) => setOpen({ what: "remove", entry })}
        />
      )}
      {open?.what === "add" || open?.what === "edit" ? (
        <RegistryDialog entry={open.what === "edit" ? open.entry : null} node={node} nodes={nodes} onClose={close} />
      ) : null}
      {open?.what === "remove" ? (
        <RemoveRegistryDialog entry={open.entry} node={node} nodes={nodes} onClose={close} />
      ) : null}
    </Section>
  );
}
