import { count, text, time } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { column, type TypedKind } from "./typed-kind.ts";

type Lease = KubeObject & {
  spec?: { holderIdentity?: string; renewTime?: string; leaseDurationSeconds?: number; leaseTransitions?: number };
};

export const leases: TypedKind = {
  name: "leases.coordination.k8s.io",
  title: "Leases",
  section: "cluster",
  columns: [
    column("holder", "Holder", "text", 320),
    column("renewed", "Renewed", "time", 90),
    column("duration", "Duration, s", "number", 100),
    column("transitions", "Transitions", "number", 100),
  ],
  project(object) {
    const { spec = {} } = object as Lease;
    return {
      status: spec.holderIdentity ? status("Held", "ok") : status("Free", "idle"),
      holder: text(spec.holderIdentity),
      renewed: time(spec.renewTime),
      duration: count(spec.leaseDurationSeconds),
      transitions: count(spec.leaseTransitions),
    };
  },
};
