"use client";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import type { Column, Kind } from "@/lib/contract/kinds.ts";
import type { WindowQuery } from "@/lib/contract/live.ts";
import { formatCount } from "@/lib/format/number.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { collectRows } from "./collect-rows.ts";
import { toCsv } from "./csv.ts";
import { useLiveClient } from "./live-context.tsx";

/** More than a spreadsheet holds. */
const most = 1_000_000;

/** All rows that match, in the list's order, with the columns that are shown, as a file. */
export function CsvButton({ kind, query, columns }: { kind: Kind; query: WindowQuery; columns: readonly Column[] }) {
  const client = useLiveClient();
  const [done, setDone] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const save = async () => {
    if (client === null) return;
    const stop = new AbortController();
    running.current = stop;
    setDone("");
    try {
      const onProgress = (rows: number, of: number) => setDone(`${formatCount(rows)} of ${formatCount(of)}`);
      const { rows } = await collectRows(client, query, { most, signal: stop.signal, onProgress });
      download(`${query.cluster}-${kind.name}.csv`, toCsv(columns, rows));
    } catch (error) {
      const problem = toProblem(error);
      if (!stop.signal.aborted)
        showToast({ tone: "bad", title: "No file was made", detail: problem.why, requestId: problem.requestId });
    } finally {
      if (!stop.signal.aborted) setDone(null);
    }
  };
  return (
    <IconButton
      icon={Download}
      label={done === null ? "Save what is shown as CSV" : `Reading ${done}`}
      busy={done !== null}
      onClick={save}
      className="max-md:hidden"
    />
  );
}

function download(name: string, text: string): void {
  // The mark in front makes spreadsheets read UTF-8.
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
