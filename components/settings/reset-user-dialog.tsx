"use client";
import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { resetUser } from "@/lib/api/console/users.ts";
import type { UserEntry } from "@/lib/contract/console.ts";
import type { UserPassword } from "@/lib/contract/users.ts";
import { usersKey } from "./users-key.ts";

export type ResetUserDialogProps = { user: UserEntry; onClose: () => void; onPassword: (given: UserPassword) => void };

/** A new one-time password for who forgot theirs. */
export function ResetUserDialog({ user: { user }, onClose, onPassword }: ResetUserDialogProps) {
  const queries = useQueryClient();
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`New password for ${user}?`}
      consequences={[
        "The password that they have is no longer taken, and their sessions end.",
        "You get a one-time password to hand over; they choose their own with it.",
      ]}
      confirm="Make a new password"
      onConfirm={async () => {
        onPassword(await resetUser(user));
        void queries.invalidateQueries({ queryKey: usersKey });
      }}
    />
  );
}
