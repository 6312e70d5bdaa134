/** The columns that every list has, and their cells. */
import type { Column } from "../../../contract/kinds.ts";
import type { Cell } from "../../../contract/live.ts";
import { clip, pairs, text, time } from "./cell.ts";
import type { ObjectMeta } from "./object.ts";

const name: Column = { id: "name", title: "Name", type: "text", width: 260 };
const namespace: Column = { id: "namespace", title: "Namespace", type: "text", width: 140 };
const status: Column = { id: "status", title: "Status", type: "status", width: 130 };
const age: Column = { id: "age", title: "Age", type: "time", width: 80 };
const labels: Column = { id: "labels", title: "Labels", type: "text", width: 260, hidden: true };
const rv: Column = { id: "rv", title: "Resource version", type: "mono", width: 110, hidden: true };

/** `hasStatus` false hides the column of kinds without one. A column of the kind's own with a common id takes its place. */
export function withCommonColumns<C extends Column>(
  own: readonly C[],
  { namespaced, hasStatus }: { namespaced: boolean; hasStatus: boolean },
): (Column | C)[] {
  const before = [name, ...(namespaced ? [namespace] : []), hasStatus ? status : { ...status, hidden: true }];
  const after = [age, labels, rv];
  const ids = new Set([...before, ...after].map(({ id }) => id));
  const replaced = (column: Column) => own.find(({ id }) => id === column.id) ?? column;
  return [...before.map(replaced), ...own.filter(({ id }) => !ids.has(id)), ...after.map(replaced)];
}

export function commonCells(metadata: ObjectMeta): Record<string, Cell> {
  return {
    name: clip(metadata.name ?? ""),
    namespace: text(metadata.namespace),
    status: present,
    age: time(metadata.creationTimestamp),
    labels: pairs(metadata.labels),
    rv: metadata.resourceVersion ?? null,
  };
}

const present: Cell = { word: "present", tone: "idle" };
