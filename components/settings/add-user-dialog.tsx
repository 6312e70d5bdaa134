"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { FormDialog } from "@/components/form/form-dialog.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { Input } from "@/components/ui/input.tsx";
import { addUser } from "@/lib/api/console/users.ts";
import type { Role } from "@/lib/contract/roles.ts";
import type { UserPassword } from "@/lib/contract/users.ts";
import { GroupsField } from "./groups-field.tsx";
import { RoleField } from "./role-field.tsx";
import { usersKey } from "./users-key.ts";

export type AddUserDialogProps = { onClose: () => void; onPassword: (given: UserPassword) => void };

/** A new user with a one-time password, which is shown once. */
export function AddUserDialog({ onClose, onPassword }: AddUserDialogProps) {
  const queries = useQueryClient();
  const [user, setUser] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [groups, setGroups] = useState<Role[] | null>(null);
  const { submit, busy, problem } = useSubmit(async () => {
    onPassword(await addUser({ user, role, groups }));
    void queries.invalidateQueries({ queryKey: usersKey });
    onClose();
  });
  return (
    <FormDialog
      title="Add a user"
      description="They sign in with a one-time password and choose their own."
      action="Add user"
      onSend={() => void submit()}
      disabledReason={user === "" ? "give a name first" : null}
      busy={busy}
      problem={problem}
      onClose={onClose}
    >
      <Field label="Name" required hint="Small letters, digits and . _ @ - within. Kubernetes knows the user by it.">
        {(control) => (
          <Input {...control} mono autoFocus value={user} onChange={(event) => setUser(event.target.value.trim())} />
        )}
      </Field>
      <RoleField value={role} onChange={setRole} />
      <GroupsField value={groups} role={role} onChange={setGroups} />
    </FormDialog>
  );
}
