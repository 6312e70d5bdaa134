"use client";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { removeCluster } from "@/lib/api/console/clusters.ts";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { useTakeClusters } from "./use-clusters.ts";

/** What forgetting a cluster means, before it is done. */
export function RemoveClusterDialog({ entry, onClose }: { entry: ClusterEntry; onClose: () => void }) {
  const take = useTakeClusters();
  const { name, access } = entry;
  const secrets =
    access === "token"
      ? "The tokens that users added for it are deleted here."
      : "Its kubeconfig is deleted here, with the credential in it.";
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove cluster ${name}?`}
      consequences={[
        "The console forgets it: its lists close for everybody who looks at them.",
        secrets,
        "On the cluster nothing changes.",
      ]}
      confirm="Remove cluster"
      danger
      onConfirm={async () => {
        take(await removeCluster(name));
        showToast({ tone: "ok", title: `Cluster ${name} removed` });
      }}
    />
  );
}
