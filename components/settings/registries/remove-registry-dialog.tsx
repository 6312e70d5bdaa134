"use client";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { removeRegistry } from "@/lib/api/console/registries.ts";
import type { RegistryEntry } from "@/lib/contract/registry.ts";
import { fleet, useTakeRegistries } from "./use-registries.ts";

/** What forgetting a registry means, before it is done. */
export function RemoveRegistryDialog(props: { entry: RegistryEntry; node: string; onClose: () => void }) {
  const { entry, node, onClose } = props;
  const take = useTakeRegistries();
  const { host, hasCredentials } = entry;
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove registry ${host} from ${node}?`}
      consequences={[
        hasCredentials ? "Its user and password are deleted from the node." : "Its settings are deleted from the node.",
        "It is then reached by https and at public addresses alone. Images that came from it stay.",
      ]}
      confirm="Remove registry"
      danger
      onConfirm={async () => {
        take(node, (await removeRegistry({ cluster: fleet, node }, host)).registries);
        showToast({ tone: "ok", title: `Registry ${host} removed` });
      }}
    />
  );
}
