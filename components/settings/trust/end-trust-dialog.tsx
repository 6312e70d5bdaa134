"use client";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { maskTrust, removeTrust } from "@/lib/api/console/trust.ts";
import type { TrustedKey } from "@/lib/contract/trust.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { fleet } from "../registries/use-registries.ts";
import { scopeWords } from "./trust-words.ts";
import { useTakeTrust } from "./use-trust.ts";

const after = "Images that are in the store stay; pods that run go on.";

/** What it means to remove a key or a mask, or to mask a key, before it is done. */
export function EndTrustDialog(props: {
  deed: "mask" | "remove";
  entry: TrustedKey;
  node: string;
  onClose: () => void;
}) {
  const { deed, entry, node, onClose } = props;
  const take = useTakeTrust();
  const { fingerprint, prefix, key, kind } = entry;
  const user = visibleName(key?.users[0] ?? fingerprint.slice(0, 16));
  const scope = scopeWords(prefix);
  const words =
    deed === "mask"
      ? {
          title: `Mask the key of ${user} on ${node}?`,
          consequences: [`It can no longer vouch for ${scope}, though the system's folder has it.`, after],
          confirm: "Mask key",
        }
      : kind === "mask"
        ? {
            title: `Remove the mask of ${user} on ${node}?`,
            consequences: [`The key is trusted again for ${scope}, as the system's folder says.`],
            confirm: "Remove mask",
          }
        : {
            title: `Remove the key of ${user} from ${node}?`,
            consequences: [`It can no longer vouch for ${scope}.`, after],
            confirm: "Remove key",
          };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      {...words}
      danger={kind !== "mask"}
      onConfirm={async () => {
        const place = { fingerprint, prefix };
        const change = deed === "mask" ? maskTrust : removeTrust;
        take(node, await change({ cluster: fleet, node }, place));
        showToast({
          tone: "ok",
          title: deed === "mask" ? "Key masked" : kind === "mask" ? "Mask removed" : "Key removed",
        });
      }}
    />
  );
}
