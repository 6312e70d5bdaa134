/** A kind with columns and cells of its own: read as whole objects, projected at once, nothing else kept. */
import type { Column, ColumnType } from "../../../../contract/kinds.ts";
import type { KubeSection } from "../../../../contract/kube-kind.ts";
import type { Cell } from "../../../../contract/live.ts";

export type TypedKind = {
  /** `deployments.apps` */
  name: string;
  title: string;
  section: KubeSection;
  /** After the common ones. One with the id of a common column takes its place in them. */
  columns: Column[];
  sort?: { column: string; desc: boolean }[];
  /**
   * Cells by column id, without the common ones but for `status` and those that it tells otherwise. Pure; `object` is as
   * the API server sent it, and a shape that is not expected may throw.
   */
  project(object: unknown): Record<string, Cell | undefined>;
};

/** Width in pixels. */
export const column = (id: string, title: string, type: ColumnType, width: number): Column => ({
  id,
  title,
  type,
  width,
});

/** Not shown until chosen. */
export const hiddenColumn = (id: string, title: string, type: ColumnType, width: number): Column => ({
  ...column(id, title, type, width),
  hidden: true,
});
