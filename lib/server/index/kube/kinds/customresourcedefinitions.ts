import { list, text } from "../cell.ts";
import type { Condition, KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { column, type TypedKind } from "./typed-kind.ts";

type Definition = KubeObject & {
  spec?: {
    group?: string;
    scope?: string;
    names?: { kind?: string; shortNames?: string[] };
    versions?: { name?: string; served?: boolean }[];
  };
  status?: { conditions?: Condition[] };
};

export const customresourcedefinitions: TypedKind = {
  name: "customresourcedefinitions.apiextensions.k8s.io",
  title: "Custom resource definitions",
  section: "cluster",
  columns: [
    column("kind", "Kind", "text", 180),
    column("group", "Group", "text", 200),
    column("scope", "Scope", "text", 110),
    column("versions", "Versions", "text", 160),
    column("shortNames", "Short names", "text", 120),
  ],
  sort: [{ column: "name", desc: false }],
  project(object) {
    const { spec = {}, status: now = {}, metadata } = object as Definition;
    const isEstablished = now.conditions?.some(({ type, status: value }) => type === "Established" && value === "True");
    const word = isEstablished ? status("Established", "ok") : status("Pending", "busy");
    return {
      status: metadata?.deletionTimestamp ? status("Terminating", "busy") : word,
      kind: text(spec.names?.kind),
      group: text(spec.group),
      scope: text(spec.scope),
      versions: list((spec.versions ?? []).filter(({ served }) => served).map(({ name }) => name)),
      shortNames: list(spec.names?.shortNames ?? []),
    };
  },
};
