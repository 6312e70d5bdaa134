import { list } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Amounts = Record<string, string>;
type Limit = { type?: string; default?: Amounts; defaultRequest?: Amounts; max?: Amounts; min?: Amounts };
type LimitRange = KubeObject & { spec?: { limits?: Limit[] } };

export const limitranges: TypedKind = {
  name: "limitranges",
  title: "Limit ranges",
  section: "config",
  columns: [
    hiddenColumn("status", "Status", "status", 100),
    column("types", "For", "text", 160),
    column("defaults", "Defaults", "text", 220),
    column("least", "Least", "text", 200),
    column("most", "Most", "text", 200),
  ],
  project(object) {
    const limits = (object as LimitRange).spec?.limits ?? [];
    const of = (part: (limit: Limit) => Amounts | undefined) =>
      list(limits.flatMap((limit) => Object.entries(part(limit) ?? {}).map(([name, value]) => `${name} ${value}`)));
    return {
      types: list(limits.map(({ type }) => type)),
      defaults: of((limit) => limit.default),
      least: of(({ min }) => min),
      most: of(({ max }) => max),
    };
  },
};
