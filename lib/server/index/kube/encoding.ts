/**
 * In which form a kind is asked for. `objects`: whole, for kinds with a projection of their own. `table`: as the server's
 * printer shows it, with the metadata alone beside each row. `metadata`: nothing but the metadata.
 */
import type { Item, KubeObject, ObjectMeta } from "./object.ts";
import type { PrinterColumn } from "./table-columns.ts";

export type Encoding = {
  listAccept: string;
  watchAccept: string;
  /** Part of the query; empty for none. */
  query: string;
  /** The items of a list, of one page of it, or of one event's object. */
  items(body: unknown, isEvent: boolean): Item[];
};

type List = { items?: KubeObject[] };
type TableRow = { cells?: unknown[]; object?: { metadata?: ObjectMeta } };
type TableBody = { kind?: string; columnDefinitions?: PrinterColumn[] | null; rows?: TableRow[] | null };

const objectItem = (object: KubeObject): Item => ({ metadata: object.metadata ?? {}, body: object });

function objectItems(body: unknown, isEvent: boolean): Item[] {
  if (isEvent) return [objectItem(body as KubeObject)];
  return ((body as List).items ?? []).map(objectItem);
}

export const objectEncoding: Encoding = {
  ...{ listAccept: "application/json", watchAccept: "application/json" },
  query: "",
  items: objectItems,
};

/** A watch is of single objects: asked for a list of them, the server answers nothing at all. */
export const metadataEncoding: Encoding = {
  listAccept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
  watchAccept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
  query: "",
  items: objectItems,
};

export const tableAccept = "application/json;as=Table;g=meta.k8s.io;v=v1,application/json";

/**
 * `columns` is told the definitions each time that a body carries them, before its rows are read. A server without Table
 * answers whole objects: their rows have no cells.
 */
export function tableEncoding(columns: (found: PrinterColumn[]) => void): Encoding {
  return {
    listAccept: tableAccept,
    watchAccept: tableAccept,
    query: "includeObject=Metadata",
    items: (body, isEvent) => {
      const table = body as TableBody;
      if (table.kind !== "Table") return objectItems(body, isEvent).map(({ metadata }) => ({ metadata, body: [] }));
      if (table.columnDefinitions && table.columnDefinitions.length > 0) columns(table.columnDefinitions);
      return (table.rows ?? []).map(({ cells, object }) => ({ metadata: object?.metadata ?? {}, body: cells ?? [] }));
    },
  };
}
