"use client";
import { Age } from "@/components/ui/age.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { Column } from "@/lib/contract/kinds.ts";
import type { Cell as CellValue } from "@/lib/contract/live.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { cellText } from "./cell-text.ts";

/** A cell as its column's type asks; what is empty is a dash. */
export function Cell({ column, cell }: { column: Column; cell: CellValue | undefined }) {
  if (cell === null || cell === undefined || cell === "") return <Dash />;
  if (typeof cell === "object") return <Status tone={cell.tone} word={capital(plainText(cell.word))} />;
  if (column.type === "time" && typeof cell === "number") return <Age at={cell} tooltip={false} />;
  const text = cellText(column, cell);
  return cell === 0 ? <span className="text-fg-3">{text}</span> : text;
}
