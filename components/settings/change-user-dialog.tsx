"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { showToast } from "@/components/ui/toast-store.ts";
import { changeUser } from "@/lib/api/console/users.ts";
import type { UserEntry } from "@/lib/contract/console.ts";
import { GroupsField } from "./groups-field.tsx";
import { RoleField } from "./role-field.tsx";
import { usersKey } from "./users-key.ts";

/** Role and groups of a user. */
export function ChangeUserDialog({ user: entry, onClose }: { user: UserEntry; onClose: () => void }) {
  const { user } = entry;
  const queries = useQueryClient();
  const [role, setRole] = useState(entry.role);
  const before = entry.ownGroups ? entry.groups : null;
  const [groups, setGroups] = useState(before);
  const patch = {
    ...(role === entry.role ? {} : { role }),
    ...(JSON.stringify(groups) === JSON.stringify(before) ? {} : { groups }),
  };
  const isSame = Object.keys(patch).length === 0;
  const { submit, busy, problem } = useSubmit(async () => {
    queries.setQueryData(usersKey, await changeUser(user, patch));
    showToast({ tone: "ok", title: `${user} is changed`, detail: "Their sessions have ended." });
    onClose();
  });
  return (
    <FormDialog
      title={`Change ${user}`}
      description="Their sessions end, with terminals and lists that are open: they sign in again."
      action="Change user"
      onSend={() => void submit()}
      disabledReason={isSame ? "nothing is changed yet" : null}
      busy={busy}
      problem={problem}
      onClose={onClose}
    >
      <RoleField value={role} onChange={setRole} />
      <GroupsField value={groups} role={role} onChange={setGroups} />
    </FormDialog>
  );
}
