"use client";
import { Field } from "@/components/form/field.tsx";
import { Select } from "@/components/ui/select.tsx";
import { type Role, role as roles } from "@/lib/contract/roles.ts";

const hints: Record<Role, string> = {
  admin: "Does everything, also with agents, clusters and users.",
  editor: "Reads everything, runs and changes pods, images and Kubernetes objects.",
  viewer: "Reads everything but the audit log, changes nothing.",
  auditor: "Reads everything and the audit log, changes nothing.",
};

/** One of the roles, with what it may do. */
export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Field label="Role" required hint={hints[value]}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={(event) => onChange(roles.parse(event.target.value))}
          options={roles.options.map((role) => ({ value: role, label: role }))}
        />
      )}
    </Field>
  );
}
