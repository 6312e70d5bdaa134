"use client";
import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { removeUser } from "@/lib/api/console/users.ts";
import type { UserEntry } from "@/lib/contract/console.ts";
import { usersKey } from "./users-key.ts";

/** What goes with a user, before it goes. */
export function RemoveUserDialog({ user: { user }, onClose }: { user: UserEntry; onClose: () => void }) {
  const queries = useQueryClient();
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove user ${user}?`}
      consequences={[
        "Their sessions end, with terminals that are open.",
        "Clusters that they added with their own credential, and their tokens for others, are deleted here.",
        "RoleBindings on clusters that name them stay, and would count for a new user of the same name.",
        "What they did stays in the audit log.",
      ]}
      confirm="Remove user"
      danger
      typeName={user}
      onConfirm={async () => {
        queries.setQueryData(usersKey, await removeUser(user));
        showToast({ tone: "ok", title: `User ${user} removed` });
      }}
    />
  );
}
