/** For each kind: in which form it is asked for, and into which tables its rows go. */
import type { KubeKind } from "../../../contract/kube-kind.ts";
import type { Cell } from "../../../contract/live.ts";
import type { Table } from "../table.ts";
import type { Clock } from "./clock.ts";
import { commonCells } from "./common-columns.ts";
import { DefinitionsOutput } from "./definitions-output.ts";
import { type Encoding, objectEncoding, tableEncoding } from "./encoding.ts";
import { customresourcedefinitions } from "./kinds/customresourcedefinitions.ts";
import { typedKinds } from "./kinds/typed-kinds.ts";
import { NewestOutput } from "./newest-output.ts";
import { cellsOfUse, type NodeUse } from "./node-use.ts";
import type { Item } from "./object.ts";
import { inOrder, Output, type Project } from "./output.ts";
import { PodsOutput } from "./pods-output.ts";
import { type PrinterColumn, printedCell, printedColumns, printedStatus, statusPosition } from "./table-columns.ts";

export class Outputs {
  private readonly tables: { table(name: string): Table };
  private readonly use: NodeUse;
  private readonly clock: Clock;
  private readonly definitionChanged: (name: string) => void;

  constructor(
    tables: { table(name: string): Table },
    use: NodeUse,
    clock: Clock,
    definitionChanged: (name: string) => void,
  ) {
    this.tables = tables;
    this.use = use;
    this.clock = clock;
    this.definitionChanged = definitionChanged;
  }

  /** `mixed`: lists that show this kind too. `printed` is told the printer's columns of kinds without columns of ours. */
  of(
    kind: KubeKind,
    mixed: readonly string[],
    printed: (columns: readonly PrinterColumn[]) => void,
  ): { encoding: Encoding; outputs: Output[] } {
    const table = this.tables.table(kind.name);
    const typed = typedKinds.get(kind.name);
    if (typed === undefined) {
      const rows = new PrintedRows(this.clock);
      const encoding = tableEncoding((columns) => {
        rows.columns(columns);
        printed(columns);
      });
      return {
        encoding,
        outputs: [
          new Output(
            table,
            "",
            inOrder(table, (item) => rows.cells(item)),
          ),
        ],
      };
    }
    const project: Project = ({ metadata, body }) => ({ ...commonCells(metadata), ...typed.project(body) });
    const outputs = [this.own(kind.name, table, project)];
    for (const name of mixed) {
      const into = this.tables.table(name);
      const cells = inOrder(into, (item) => ({ ...project(item), kind: kind.name }));
      outputs.push(new Output(into, `${kind.name}/`, cells));
    }
    return { encoding: objectEncoding, outputs };
  }

  private own(name: string, table: Table, project: Project): Output {
    if (name === "pods") return new PodsOutput(table, inOrder(table, project), this.use);
    if (name === customresourcedefinitions.name)
      return new DefinitionsOutput(table, inOrder(table, project), this.definitionChanged);
    if (name === "events") return new NewestOutput(table, inOrder(table, project), "age");
    if (name !== "nodes") return new Output(table, "", inOrder(table, project));
    const withUse: Project = (item) => ({ ...project(item), ...cellsOfUse(this.use.of(item.metadata.name ?? "")) });
    return new Output(table, "", inOrder(table, withUse));
  }
}

/** Rows as the server's printer has them. */
class PrintedRows {
  private readonly clock: Clock;
  private known: ReturnType<typeof printedColumns> = [];
  private status = -1;
  private statusTitle = "";

  constructor(clock: Clock) {
    this.clock = clock;
  }

  columns(columns: readonly PrinterColumn[]): void {
    this.known = printedColumns(columns);
    this.status = statusPosition(columns);
    this.statusTitle = columns[this.status]?.name ?? "";
  }

  cells({ metadata, body }: Item): Record<string, Cell> {
    const cells = body as unknown[];
    const found = commonCells(metadata);
    if (metadata.deletionTimestamp) found.status = { word: "Terminating", tone: "busy" };
    else if (this.status >= 0) found.status = printedStatus(cells, this.status, this.statusTitle);
    const now = this.clock.now();
    for (const column of this.known) found[column.id] = printedCell(cells[column.at], column, now);
    return found;
  }
}
