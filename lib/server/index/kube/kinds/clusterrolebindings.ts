import { bindingColumns, projectBinding } from "./subjects.ts";
import type { TypedKind } from "./typed-kind.ts";

export const clusterrolebindings: TypedKind = {
  name: "clusterrolebindings.rbac.authorization.k8s.io",
  title: "Cluster role bindings",
  section: "access",
  columns: bindingColumns,
  project: projectBinding,
};
