"use client";
import { useState } from "react";
import { Choice } from "@/components/form/choice.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { removeRegistry } from "@/lib/api/console/registries.ts";
import type { RegistryEntry } from "@/lib/contract/registry.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { onNodes } from "./on-nodes.ts";
import { fleet, useTakeRegistries } from "./use-registries.ts";

export type RemoveRegistryDialogProps = {
  entry: RegistryEntry;
  node: string;
  /** All nodes of the fleet. */
  nodes: readonly string[];
  onClose: () => void;
};

/** What forgetting a registry means, before it is done, on one node or on all. */
export function RemoveRegistryDialog({ entry, node, nodes, onClose }: RemoveRegistryDialogProps) {
  const take = useTakeRegistries();
  const [isEverywhere, setEverywhere] = useState(false);
  const { host, hasCredentials } = entry;
  const remove = async (one: string) => {
    try {
      take(one, (await removeRegistry({ cluster: fleet, node: one }, host)).registries);
    } catch (error) {
      // One that never had it is as wanted.
      if (!isEverywhere || toProblem(error).code !== "not-found") throw error;
    }
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove registry ${host}?`}
      consequences={[
        hasCredentials ? "Its user and password are deleted from the node." : "Its settings are deleted from the node.",
        "It is then reached by https and at public addresses alone. Images that came from it stay.",
      ]}
      confirm="Remove registry"
      danger
      onConfirm={async () => {
        await onNodes(isEverywhere ? nodes : [node], remove);
        showToast({ tone: "ok", title: `Registry ${host} removed` });
      }}
    >
      {nodes.length > 1 ? (
        <Choice label={`From all ${nodes.length} nodes`} hint={`Otherwise from ${node} alone.`}>
          {(id) => (
            <Checkbox id={id} checked={isEverywhere} onChange={(event) => setEverywhere(event.target.checked)} />
          )}
        </Choice>
      ) : null}
    </ConfirmDialog>
  );
}
