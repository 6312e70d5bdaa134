"use client";
import { Choice } from "@/components/form/choice.tsx";
import { FieldGroup } from "@/components/form/field-group.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { type Role, role as roles } from "@/lib/contract/roles.ts";

export type GroupsFieldProps = {
  /** Null follows the role. */
  value: readonly Role[] | null;
  role: Role;
  onChange: (groups: Role[] | null) => void;
};

/** The groups of a user on the embedded Kubernetes: as the role, or chosen one by one. */
export function GroupsField({ value, role, onChange }: GroupsFieldProps) {
  const chosen = value ?? [role];
  const toggle = (group: Role) =>
    onChange(roles.options.filter((one) => (one === group ? !chosen.includes(one) : chosen.includes(one))));
  return (
    <FieldGroup title="Groups on the embedded Kubernetes">
      <div>
        <Choice label="As the role">
          {(id) => (
            <Checkbox id={id} checked={value === null} onChange={() => onChange(value === null ? [role] : null)} />
          )}
        </Choice>
        {roles.options.map((group) => (
          <Choice key={group} label={<span className="mono">craton:{group}</span>}>
            {(id) => (
              <Checkbox
                id={id}
                checked={chosen.includes(group)}
                disabled={value === null}
                onChange={() => toggle(group)}
              />
            )}
          </Choice>
        ))}
        {chosen.length === 0 ? (
          <p className="text-fg-3 text-sm">Only RoleBindings that name the user give rights there.</p>
        ) : null}
      </div>
    </FieldGroup>
  );
}
