"use client";
import { type ReactNode, useCallback, useEffect, useId, useMemo, useReducer, useRef } from "react";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useSession } from "@/components/layout/session-context.tsx";
import { DataAge } from "@/components/ui/data-age.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import type { Tone } from "@/components/ui/tone.ts";
import type { Kind } from "@/lib/contract/kinds.ts";
import type { Row } from "@/lib/contract/live.ts";
import { formatCount } from "@/lib/format/number.ts";
import { toProblem } from "@/lib/format/problem.ts";
import type { DrawCell } from "./body-row.tsx";
import type { BulkAction } from "./bulk.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { collectRows } from "./collect-rows.ts";
import { ColumnChooser } from "./column-chooser.tsx";
import { gridTemplate, narrowTemplate, noPrefs, resized, shownColumns, unsized } from "./columns.ts";
import { CsvButton } from "./csv-button.tsx";
import { FilterBox } from "./filter-box.tsx";
import { freshness } from "./freshness.ts";
import { HeadRow } from "./head-row.tsx";
import { knownValues } from "./known-values.ts";
import { ListFooter } from "./list-footer.tsx";
import { pressChip, pressSort } from "./list-params.ts";
import { useLiveClient } from "./live-context.tsx";
import { LiveRows } from "./live-rows.tsx";
import { NoRows } from "./no-rows.tsx";
import { noSelection, select } from "./selection.ts";
import { StatusChips } from "./status-chips.tsx";
import { useColumnPrefs } from "./use-column-prefs.ts";
import { useHeldPage } from "./use-held-page.ts";
import { useListKeys, useRowPresses } from "./use-list-keys.ts";
import { useListParams } from "./use-list-params.ts";
import { useListWindow } from "./use-list-window.ts";
import { useNarrow } from "./use-narrow.ts";

export type LiveTableProps = {
  kind: Kind;
  /** Where a row's page is; null for none. */
  href: (row: Row) => string | null;
  /** The column whose cell is the link to it, and which a narrow screen shows first. */
  linked: string;
  /** Columns of a narrow screen, in their order. */
  narrow: string[];
  /** The tone of a status word, for its chip. */
  tone: (word: string) => Tone;
  draw?: DrawCell;
  /** Without any there are no boxes. */
  bulk?: BulkAction[];
  /** At the right of the title, the primary one last. */
  actions?: ReactNode;
  /** When there is nothing at all: why, and what to do next. */
  empty: ReactNode;
};

const rowHeight = 32;
const headHeight = 30;
const noBulk: BulkAction[] = [];
/** "Choose all" stops here: nobody means more by one press. */
const mostChosen = 1000;

/**
 * A whole list page over a live window: title with its age, filter, chips, rows, footer. The URL holds filter, chips, sort
 * and columns; widths stay in the browser. Rows are virtual over everything that matches, and never move under the pointer.
 */
export function LiveTable(props: LiveTableProps) {
  const { kind, href, linked, tone, draw, bulk = noBulk, actions, empty } = props;
  const { cluster } = useSession();
  const id = useId();
  const client = useLiveClient();
  const narrow = useNarrow();
  const [params, setParams] = useListParams(kind);
  const [prefs, setPrefs] = useColumnPrefs(kind.name);
  const { view, base, key, span, move } = useListWindow(kind.name, cluster, params);
  const [selection, dispatch] = useReducer(select, noSelection);
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const filter = useRef<HTMLInputElement>(null);

  const wide = useMemo(() => shownColumns(kind, params.columns, prefs), [kind, params.columns, prefs]);
  const columns = useMemo(
    () => (narrow ? props.narrow.flatMap((name) => kind.columns.filter((column) => column.id === name)) : wide),
    [narrow, props.narrow, kind, wide],
  );
  const boxes = bulk.length > 0;
  const template = narrow ? narrowTemplate(columns, boxes) : gridTemplate(columns, prefs, boxes);

  const matched = view.counts?.matched ?? 0;
  const held = useHeldPage(view.rows, view.from, matched, key);
  const { page } = held;
  useListKeys({ page, count: held.count, selection, dispatch, href, boxes, filter, table });
  useRowPresses(table, page, dispatch, boxes);
  useEffect(() => dispatch({ type: "refresh", rows: view.rows }), [view.rows]);

  const values = useMemo(() => knownValues(kind, view.rows, view.counts), [kind, view.rows, view.counts]);
  const onFilter = useCallback((text: string) => setParams({ filter: text }), [setParams]);
  const chooseAll = async () => {
    if (selection.chosen.size > 0 || client === null) return dispatch({ type: "clear" });
    try {
      const all = await collectRows(client, base, { most: mostChosen });
      dispatch({ type: "choose", rows: all.rows });
      if (all.matched > all.rows.length)
        showToast({
          tone: "warn",
          title: `The first ${formatCount(all.rows.length)} are chosen`,
          detail: `${formatCount(all.matched)} match; narrow the filter to reach the others.`,
        });
    } catch (error) {
      showToast({ tone: "bad", title: "Nothing was chosen", detail: toProblem(error).why });
    }
  };

  const isFault = view.state === "error" && view.error?.code === "bad-filter";
  const noRows =
    view.state === "error" && !isFault ? "error" : view.counts === null ? "loading" : held.count === 0 ? "empty" : null;
  const boxState = selection.chosen.size === 0 ? "none" : selection.chosen.size >= matched ? "all" : "some";
  return (
    <>
      <PageHeader
        title={kind.title}
        status={<DataAge {...freshness(view)} />}
        actions={
          <>
            <CsvButton kind={kind} query={base} columns={wide} />
            <ColumnChooser
              kind={kind}
              shown={wide}
              onChange={(shown) => {
                setPrefs({ ...prefs, shown });
                setParams({ columns: shown });
              }}
              onReset={() => {
                setPrefs(noPrefs);
                setParams({ columns: null });
              }}
            />
            {actions}
          </>
        }
      />
      <div className="flex flex-none flex-wrap items-center gap-2 px-4 pt-2 pb-3">
        <FilterBox
          kind={kind}
          value={params.filter}
          onChange={onFilter}
          values={values}
          fault={isFault ? (view.error?.message ?? null) : null}
          inputRef={filter}
        />
        <StatusChips
          counts={view.counts}
          chosen={params.status}
          tone={tone}
          onPress={(word) => setParams({ status: pressChip(params.status, word) })}
          onAll={() => setParams({ status: [] })}
        />
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto border-line border-t max-md:overflow-x-hidden">
        <table
          ref={table}
          tabIndex={-1}
          aria-label={kind.title}
          aria-rowcount={held.count + 1}
          aria-busy={view.pending}
          className="block min-w-full outline-none! max-md:w-full md:w-max"
        >
          <HeadRow
            columns={columns}
            template={template}
            isGuess={narrow === null}
            sort={params.sort}
            onSort={(column, add) => setParams({ sort: pressSort(params.sort, column, add) })}
            onResize={
              narrow
                ? null
                : (column, width) => setPrefs(width === null ? unsized(prefs, column) : resized(prefs, column, width))
            }
            boxes={boxes ? { state: boxState, onPress: chooseAll } : null}
          />
          {noRows === null ? (
            <LiveRows
              id={id}
              scroller={scroller}
              held={held}
              span={span}
              move={move}
              columns={columns}
              template={template}
              rowHeight={rowHeight}
              headHeight={headHeight}
              boxes={boxes}
              isGuess={narrow === null}
              linked={linked}
              href={href}
              draw={draw}
              selection={selection}
              sources={view.sources}
              anew={key}
            />
          ) : null}
        </table>
        {noRows === null ? null : (
          <NoRows
            kind={kind}
            state={noRows}
            error={view.error}
            isFiltered={params.filter !== "" || params.status.length > 0}
            onClear={() => setParams({ filter: "", status: [] })}
            onRetry={() => location.reload()}
            empty={empty}
          />
        )}
      </div>
      <BulkBar chosen={selection.chosen} actions={bulk} onClear={() => dispatch({ type: "clear" })} />
      <ListFooter
        counts={view.counts}
        noun={kind.title.toLowerCase()}
        waiting={page.waiting}
        gone={page.gone.size}
        onRelease={held.release}
      />
    </>
  );
}
