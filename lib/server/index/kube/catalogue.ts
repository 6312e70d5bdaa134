/** From what discovery found to the kinds that lists are made of. */
import type { KubeKind } from "../../../contract/kube-kind.ts";
import { withCommonColumns } from "./common-columns.ts";
import { nameOf, type Resource } from "./discovery.ts";
import { typedKinds } from "./kinds/typed-kinds.ts";
import { workloadsKind } from "./kinds/workloads.ts";
import { sectionOf } from "./section.ts";
import { type PrinterColumn, printedColumns, statusPosition } from "./table-columns.ts";
import { titleOf } from "./title.ts";

/** `printed`: what the server's printer shows of a kind that has no columns of ours; null while that is not known. */
export function kindOf(resource: Resource, printed: readonly PrinterColumn[] | null): KubeKind {
  const name = nameOf(resource);
  const { group, version, kind, namespaced, verbs, subresources, shortNames } = resource;
  const facts = {
    name,
    group,
    version,
    resource: resource.resource,
    kind,
    namespaced,
    verbs,
    subresources,
    shortNames,
  };
  const byName = [...(namespaced ? [{ column: "namespace", desc: false }] : []), { column: "name", desc: false }];
  const typed = typedKinds.get(name);
  if (typed) {
    const columns = withCommonColumns(typed.columns, { namespaced, hasStatus: true });
    const { title, section, sort = byName } = typed;
    return { ...facts, title, section, columns, status: "status", sort };
  }
  const own = printedColumns(printed ?? []).map(({ id, title, type, width, hidden, description }) => ({
    ...{ id, title, type, width, hidden },
    ...(description === undefined ? {} : { description }),
  }));
  const hasStatus = statusPosition(printed ?? []) >= 0;
  const columns = withCommonColumns(own, { namespaced, hasStatus });
  return {
    ...facts,
    title: titleOf(kind, resource.resource),
    section: sectionOf(resource),
    columns,
    status: "status",
    sort: byName,
  };
}

/** All kinds of a cluster, mixed ones included. */
export function catalogue(
  resources: readonly Resource[],
  printed: ReadonlyMap<string, readonly PrinterColumn[]>,
): KubeKind[] {
  const kinds = resources.map((resource) => kindOf(resource, printed.get(nameOf(resource)) ?? null));
  const workloads = workloadsKind(kinds.map(({ name }) => name));
  return workloads.of?.length ? [...kinds, workloads] : kinds;
}
