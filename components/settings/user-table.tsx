"use client";
import { KeyRound, Pencil, Trash2 } from "lucide-react";
import { useDenied, useSession } from "@/components/layout/session-context.tsx";
import { Age } from "@/components/ui/age.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { UserEntry } from "@/lib/contract/console.ts";
import { plainText } from "@/lib/format/plain-text.ts";

type Deed = "change" | "reset" | "remove";
export type UserTableProps = { users: readonly UserEntry[]; onDeed: (deed: Deed, user: UserEntry) => void };

/** One row a user. Nobody changes their own account here. */
export function UserTable({ users, onDeed }: UserTableProps) {
  const { user: me } = useSession();
  const deniedUpdate = useDenied("update", "user");
  const deniedRemove = useDenied("remove", "user");
  const own = (user: string) => (user === me ? "another administrator changes your account" : null);
  const columns = [
    {
      title: "User",
      cell: ({ user }: UserEntry) => (
        <>
          {plainText(user)}
          {user === me ? <span className="text-fg-3"> (you)</span> : null}
        </>
      ),
    },
    { title: "Role", cell: ({ role }: UserEntry) => role },
    { title: "Groups", cell: (entry: UserEntry) => <Groups entry={entry} /> },
    {
      title: "Password",
      cell: ({ mustChangePassword }: UserEntry) =>
        mustChangePassword ? <Status tone="warn" word="One-time" /> : <Status tone="ok" word="Own" />,
    },
    { title: "Age", numeric: true, cell: ({ createdAt }: UserEntry) => <Age at={createdAt} /> },
    {
      title: "",
      numeric: true,
      cell: (entry: UserEntry) => {
        const { user } = entry;
        const button = { size: "sm", variant: "ghost" } as const;
        return (
          <span className="inline-flex gap-1">
            <IconButton
              {...button}
              icon={Pencil}
              label={`Change ${user}`}
              disabledReason={deniedUpdate ?? own(user)}
              onClick={() => onDeed("change", entry)}
            />
            <IconButton
              {...button}
              icon={KeyRound}
              label={`New password for ${user}`}
              disabledReason={deniedUpdate ?? own(user)}
              onClick={() => onDeed("reset", entry)}
            />
            <IconButton
              {...button}
              icon={Trash2}
              label={`Remove ${user}`}
              disabledReason={deniedRemove ?? own(user)}
              onClick={() => onDeed("remove", entry)}
            />
          </span>
        );
      },
    },
  ];
  return <SimpleTable label="Users" columns={columns} rows={users} rowKey={({ user }) => user} />;
}

function Groups({ entry }: { entry: UserEntry }) {
  const { groups, ownGroups } = entry;
  if (groups.length === 0) return <Dash />;
  return (
    <span className="inline-flex items-center gap-1">
      {groups.map((group) => (
        <Badge key={group}>{group}</Badge>
      ))}
      {ownGroups ? null : <span className="text-fg-3 text-sm">as the role</span>}
    </span>
  );
}
