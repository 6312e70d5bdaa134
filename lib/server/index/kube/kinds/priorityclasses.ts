import { count, text } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { column, type TypedKind } from "./typed-kind.ts";

type PriorityClass = KubeObject & {
  value?: number;
  globalDefault?: boolean;
  preemptionPolicy?: string;
  description?: string;
};

export const priorityclasses: TypedKind = {
  name: "priorityclasses.scheduling.k8s.io",
  title: "Priority classes",
  section: "cluster",
  columns: [
    column("value", "Value", "number", 120),
    column("preemption", "Preemption", "text", 180),
    column("description", "Description", "text", 420),
  ],
  sort: [{ column: "value", desc: true }],
  project(object) {
    const { value, globalDefault, preemptionPolicy, description } = object as PriorityClass;
    return {
      status: globalDefault ? status("Default", "ok") : status("present", "idle"),
      value: count(value),
      preemption: text(preemptionPolicy ?? "PreemptLowerPriority"),
      description: text(description),
    };
  },
};
