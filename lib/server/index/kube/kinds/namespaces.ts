import type { KubeObject } from "../object.ts";
import { statusOf } from "../tone.ts";
import type { TypedKind } from "./typed-kind.ts";

type Namespace = KubeObject & { status?: { phase?: string } };

export const namespaces: TypedKind = {
  name: "namespaces",
  title: "Namespaces",
  section: "cluster",
  columns: [],
  sort: [{ column: "name", desc: false }],
  project(object) {
    const { status, metadata } = object as Namespace;
    return { status: statusOf(metadata?.deletionTimestamp ? "Terminating" : (status?.phase ?? "Unknown")) };
  },
};
