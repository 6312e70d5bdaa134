"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
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
  const form = useId();
  const [user, setUser] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [groups, setGroups] = useState<Role[] | null>(null);
  const { submit, busy, problem } = useSubmit(async () => {
    onPassword(await addUser({ user, role, groups }));
    void queries.invalidateQueries({ queryKey: usersKey });
    onClose();
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (user !== "") void submit();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a user"
      description="They sign in with a one-time password and choose their own."
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
            disabledReason={user === "" ? "give a name first" : null}
          >
            Add user
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-4">
        <Field label="Name" required hint="Small letters, digits and . _ @ - within. Kubernetes knows the user by it.">
          {(control) => (
            <Input {...control} mono autoFocus value={user} onChange={(event) => setUser(event.target.value.trim())} />
          )}
        </Field>
        <RoleField value={role} onChange={setRole} />
        <GroupsField value={groups} role={role} onChange={setGroups} />
        <FormProblem problem={problem} />
      </form>
    </Dialog>
  );
}
