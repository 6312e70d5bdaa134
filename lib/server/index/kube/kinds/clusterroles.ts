import { projectRole, roleColumns } from "./rules.ts";
import type { TypedKind } from "./typed-kind.ts";

export const clusterroles: TypedKind = {
  name: "clusterroles.rbac.authorization.k8s.io",
  title: "Cluster roles",
  section: "access",
  columns: roleColumns,
  project: projectRole,
};
