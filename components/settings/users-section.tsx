"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { listUsers } from "@/lib/api/console/users.ts";
import type { UserEntry } from "@/lib/contract/console.ts";
import type { UserPassword } from "@/lib/contract/users.ts";
import { AddUserDialog } from "./add-user-dialog.tsx";
import { ChangeUserDialog } from "./change-user-dialog.tsx";
import { PasswordDialog } from "./password-dialog.tsx";
import { RemoveUserDialog } from "./remove-user-dialog.tsx";
import { ResetUserDialog } from "./reset-user-dialog.tsx";
import { RoleTable } from "./role-table.tsx";
import { UserTable } from "./user-table.tsx";
import { usersKey } from "./users-key.ts";

type Open = { deed: "change" | "reset" | "remove"; user: UserEntry };

/** Who may sign in, with what role, in which groups; and what the roles may do. */
export function UsersSection() {
  const deniedList = useDenied("list", "user");
  const deniedAdd = useDenied("create", "user");
  const [isAdding, setAdding] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const [password, setPassword] = useState<UserPassword | null>(null);
  const query = useQuery({
    queryKey: usersKey,
    queryFn: ({ signal }) => listUsers({ signal }),
    enabled: deniedList === null,
  });
  const close = () => setOpen(null);
  return (
    <>
      <Section
        title="Users"
        action={
          <Button size="sm" icon={Plus} disabledReason={deniedAdd} onClick={() => setAdding(true)}>
            Add user
          </Button>
        }
      >
        {deniedList !== null ? (
          <p className="text-fg-2">Administrators see and change who may sign in.</p>
        ) : query.isError ? (
          <ErrorPanel what="The users cannot be listed" error={query.error} onRetry={() => query.refetch()} />
        ) : query.data ? (
          <UserTable users={query.data} onDeed={(deed, user) => setOpen({ deed, user })} />
        ) : (
          <Skeleton className="h-24 w-full" />
        )}
      </Section>
      <Section title="Roles">
        <RoleTable />
      </Section>
      {isAdding ? <AddUserDialog onClose={() => setAdding(false)} onPassword={setPassword} /> : null}
      {open?.deed === "change" ? <ChangeUserDialog user={open.user} onClose={close} /> : null}
      {open?.deed === "reset" ? <ResetUserDialog user={open.user} onClose={close} onPassword={setPassword} /> : null}
      {open?.deed === "remove" ? <RemoveUserDialog user={open.user} onClose={close} /> : null}
      {password === null ? null : <PasswordDialog given={password} onClose={() => setPassword(null)} />}
    </>
  );
}
