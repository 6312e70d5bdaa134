import { Age } from "@/components/ui/age.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { UserEntry } from "@/lib/contract/console.ts";
import { plainText } from "@/lib/format/plain-text.ts";

const columns = [
  { title: "User", cell: ({ user }: UserEntry) => plainText(user) },
  { title: "Role", cell: ({ role }: UserEntry) => role },
  {
    title: "Password",
    cell: ({ mustChangePassword }: UserEntry) =>
      mustChangePassword ? <Status tone="warn" word="One-time" /> : <Status tone="ok" word="Own" />,
  },
  { title: "Age", numeric: true, cell: ({ createdAt }: UserEntry) => <Age at={createdAt} /> },
];

/** Who may sign in. Users are made and changed on the machine of the console. */
export function UsersSection({ users }: { users: UserEntry[] | null }) {
  return (
    <Section title="Users">
      {users === null ? (
        <p className="text-fg-2">Administrators see who may sign in.</p>
      ) : (
        <>
          <SimpleTable label="Users" columns={columns} rows={users} rowKey={({ user }) => user} />
          <p className="mt-2 text-fg-2">
            Add, reset and remove them on the console's machine with <code>craton user</code>.
          </p>
        </>
      )}
    </Section>
  );
}
