"use client";
import type { ReactNode, RefObject } from "react";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { DataAge } from "@/components/ui/data-age.tsx";
import type { Tone } from "@/components/ui/tone.ts";
import type { WindowState } from "@/lib/api/live/window.ts";
import type { Column, Kind } from "@/lib/contract/kinds.ts";
import type { WindowQuery } from "@/lib/contract/live.ts";
import { ColumnChooser } from "./column-chooser.tsx";
import { type ColumnPrefs, noPrefs } from "./columns.ts";
import { CsvButton } from "./csv-button.tsx";
import { FilterBox } from "./filter-box.tsx";
import type { KnownValues } from "./filter-complete.ts";
import { freshness } from "./freshness.ts";
import { type ListParams, pressChip } from "./list-params.ts";
import { StatusChips } from "./status-chips.tsx";

export type ListToolbarProps = {
  kind: Kind;
  view: WindowState;
  query: WindowQuery;
  params: ListParams;
  setParams: (change: Partial<ListParams>) => void;
  prefs: ColumnPrefs;
  setPrefs: (prefs: ColumnPrefs) => void;
  columns: readonly Column[];
  values: KnownValues;
  onFilter: (text: string) => void;
  filter: RefObject<HTMLInputElement | null>;
  tone: (word: string) => Tone;
  actions: ReactNode;
  above: ReactNode;
};

/** The top of a list: title with its age, files and columns, then filter and chips. */
export function ListToolbar(props: ListToolbarProps) {
  const { kind, view, params, setParams, prefs, setPrefs, columns } = props;
  const isFault = view.state === "error" && view.error?.code === "bad-filter";
  // Nothing is shown of the list: nothing can be said of its age, chosen or saved.
  const isOut = view.state === "error" && !isFault;
  return (
    <>
      <PageHeader
        title={kind.title}
        status={isOut ? undefined : <DataAge {...freshness(view)} />}
        actions={
          <>
            {isOut ? null : <CsvButton kind={kind} query={props.query} columns={columns} />}
            <ColumnChooser
              kind={kind}
              shown={columns}
              onChange={(shown) => {
                setPrefs({ ...prefs, shown });
                setParams({ columns: shown });
              }}
              onReset={() => {
                setPrefs(noPrefs);
                setParams({ columns: null });
              }}
            />
            {props.actions}
          </>
        }
      />
      {props.above}
      <div className="flex flex-none flex-wrap items-center gap-2 px-4 pt-2 pb-3">
        <FilterBox
          kind={kind}
          value={params.filter}
          onChange={props.onFilter}
          values={props.values}
          fault={isFault ? (view.error?.message ?? null) : null}
          inputRef={props.filter}
        />
        {isOut ? null : (
          <StatusChips
            counts={view.counts}
            chosen={params.status}
            tone={props.tone}
            onPress={(word) => setParams({ status: pressChip(params.status, word) })}
            onAll={() => setParams({ status: [] })}
          />
        )}
      </div>
    </>
  );
}
