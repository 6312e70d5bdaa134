"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
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
  const form = useId();
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
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isSame) void submit();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Change ${user}`}
      description="Their sessions end, with terminals and lists that are open: they sign in again."
      size="sm"
      locked={busy}
      footer={
        <>
          <Button onClick={onClose} disabledReason={busy ? "work is under way" : null}>
            Cancel
          </Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={busy}
            disabledReason={isSame ? "nothing is changed yet" : null}
          >
            Change user
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-4">
        <RoleField value={role} onChange={setRole} />
        <GroupsField value={groups} role={role} onChange={setGroups} />
        <FormProblem problem={problem} />
      </form>
    </Dialog>
  );
}
