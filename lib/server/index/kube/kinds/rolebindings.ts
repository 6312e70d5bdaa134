import { bindingColumns, projectBinding } from "./subjects.ts";
import type { TypedKind } from "./typed-kind.ts";

export const rolebindings: TypedKind = {
  name: "rolebindings.rbac.authorization.k8s.io",
  title: "Role bindings",
  section: "access",
  columns: bindingColumns,
  project: projectBinding,
};
