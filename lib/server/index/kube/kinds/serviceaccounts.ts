import type { KubeObject } from "../object.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type ServiceAccount = KubeObject & {
  secrets?: unknown[];
  imagePullSecrets?: unknown[];
  automountServiceAccountToken?: boolean;
};

export const serviceaccounts: TypedKind = {
  name: "serviceaccounts",
  title: "Service accounts",
  section: "access",
  columns: [
    hiddenColumn("status", "Status", "status", 100),
    column("secrets", "Secrets", "number", 80),
    column("pullSecrets", "Pull secrets", "number", 100),
    column("automount", "Token mounted", "text", 120),
  ],
  project(object) {
    const { secrets, imagePullSecrets, automountServiceAccountToken } = object as ServiceAccount;
    return {
      secrets: secrets?.length ?? 0,
      pullSecrets: imagePullSecrets?.length ?? 0,
      automount: automountServiceAccountToken === false ? "no" : "yes",
    };
  },
};
