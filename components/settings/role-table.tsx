import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { may, type Noun, type Role, role, type Verb } from "@/lib/contract/roles.ts";

/** Parts of the role table, in the words of the people who give the roles. */
const told: { says: string; verb: Verb; noun: Noun }[] = [
  { says: "Read lists, details and logs", verb: "list", noun: "pod" },
  { says: "Run, stop and remove pods; open terminals", verb: "create", noun: "pod" },
  { says: "Delete, scale and restart Kubernetes objects", verb: "scale", noun: "object" },
  { says: "Read the audit log", verb: "list", noun: "audit" },
  { says: "Mount host paths, add capabilities, allow unsigned images", verb: "use-host-path", noun: "pod" },
  { says: "Change agents, clusters, registries and users", verb: "create", noun: "user" },
];
type Row = (typeof told)[number];

/** What each role may do here. On Kubernetes the cluster's own RBAC decides too. */
export function RoleTable() {
  const columns = [
    { title: "May", className: "max-md:whitespace-normal!", cell: ({ says }: Row) => says },
    ...role.options.map((one: Role) => ({
      title: one,
      cell: ({ verb, noun }: Row) => (may(one, verb, noun) === null ? "yes" : <span className="text-fg-3">no</span>),
    })),
  ];
  return (
    <>
      <SimpleTable label="Roles" columns={columns} rows={told} rowKey={({ says }) => says} />
      <p className="mt-2 max-w-[72ch] text-fg-2">
        On the embedded Kubernetes a user acts under the own name, in the groups <code>craton:admin</code>,{" "}
        <code>craton:editor</code>, <code>craton:viewer</code> and <code>craton:auditor</code>: usually the one of the
        role. The cluster's RBAC decides there, and the role here still applies. Without any group only RoleBindings
        that name the user count.
      </p>
    </>
  );
}
