import { projectRole, roleColumns } from "./rules.ts";
import type { TypedKind } from "./typed-kind.ts";

export const roles: TypedKind = {
  name: "roles.rbac.authorization.k8s.io",
  title: "Roles",
  section: "access",
  columns: roleColumns,
  project: projectRole,
};
