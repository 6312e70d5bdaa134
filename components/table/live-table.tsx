"use client";
import { type ReactNode, useCallback, useEffect, useId, useMemo, useReducer, useRef } from "react";
import { useSession } from "@/components/layout/session-context.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import type { Tone } from "@/components/ui/tone.ts";
import type { WindowState } from "@/lib/api/live/window.ts";
import type { Kind } from "@/lib/contract/kinds.ts";
import type { Row } from "@/lib/contract/live.ts";
import { formatCount, formatPlural } from "@/lib/format/number.ts";
import { toProblem } from "@/lib/format/problem.ts";
import type { DrawCell } from "./body-row.tsx";
import type { BulkAction } from "./bulk.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { collectRows } from "./collect-rows.ts";
import { gridTemplate, narrowTemplate, resized, shownColumns, unsized } from "./columns.ts";
import { HeadRow } from "./head-row.tsx";
import { knownValues } from "./known-values.ts";
import { ListFooter } from "./list-footer.tsx";
import { pressSort } from "./list-params.ts";
import { ListToolbar } from "./list-toolbar.tsx";
import { useLiveClient } from "./live-context.tsx";
import { LiveRows } from "./live-rows.tsx";
import { NoRows } from "./no-rows.tsx";
import { rowsState } from "./rows-state.ts";
import { noSelection, select } from "./selection.ts";
import { useColumnPrefs } from "./use-column-prefs.ts";
import { useHeldPage } from "./use-held-page.ts";
import { useListKeys, useRowPresses } from "./use-list-keys.ts";
import { useListParams } from "./use-list-params.ts";
import { useListWindow } from "./use-list-window.ts";
import { useNarrow } from "./use-narrow.ts";
import { useTones } from "./use-tones.ts";

export type LiveTableProps = {
  kind: Kind;
  /** Where a row's page is; null for none. */
  href: (row: Row) => string | null;
  /** The column whose cell is the link to it, and which a narrow screen shows first. */
  linked: string;
  /** Columns of a narrow screen, in their order. */
  narrow: string[];
  /** The tone of a status word that no row in sight carries, for its chip. */
  tone: (word: string) => Tone;
  draw?: DrawCell;
  /** Without any there are no boxes. */
  bulk?: BulkAction[];
  /** At the right of the title, the primary one last. */
  actions?: ReactNode;
  /** Between title and filter: other lists beside this one. */
  above?: ReactNode;
  /** Above the rows: what the reader must know of how they came. */
  note?: (view: WindowState) => ReactNode;
  /** When there is nothing at all: why, and what to do next. */
  empty: ReactNode;
  /** Keeps rows of these namespaces; none keeps all. */
  namespaces?: readonly string[];
  /** False where all rows are of one source: what it says stands above them once. */
  isMarked?: boolean;
  /** In sentences: `pod`, `pods`. */
  one?: string;
  many?: string;
};

const rowHeight = 32;
const headHeight = 30;
const noBulk: BulkAction[] = [];
const noNamespaces: readonly string[] = [];
/** "Choose all" stops here: nobody means more by one press. */
const mostChosen = 1000;

/**
 * A whole list page over a live window: title with its age, filter, chips, rows, footer. The URL holds filter, chips, sort
 * and columns; widths stay in the browser. Rows are virtual over everything that matches, and never move under the pointer.
 */
export function LiveTable(props: LiveTableProps) {
  const { kind, href, linked, draw, bulk = noBulk, actions, empty, namespaces = noNamespaces } = props;
  const { cluster } = useSession();
  const id = useId();
  const client = useLiveClient();
  const narrow = useNarrow();
  const [params, setParams] = useListParams(kind);
  const [prefs, setPrefs] = useColumnPrefs(kind.name);
  const { view, base, key, span, move } = useListWindow(kind.name, cluster, params, namespaces);
  const tone = useTones(kind.status, view.rows, props.tone);
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
  const isChosen = selection.chosen.size > 0;
  // Only then: each dispatch renders the list once more.
  useEffect(() => {
    if (isChosen) dispatch({ type: "refresh", rows: view.rows });
  }, [isChosen, view.rows]);

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

  const noRows = rowsState(view, held.count);
  const boxState = selection.chosen.size === 0 ? "none" : selection.chosen.size >= matched ? "all" : "some";
  return (
    <>
      <ListToolbar
        kind={kind}
        view={view}
        query={base}
        params={params}
        setParams={setParams}
        prefs={prefs}
        setPrefs={setPrefs}
        columns={wide}
        values={values}
        onFilter={onFilter}
        filter={filter}
        tone={tone}
        actions={actions}
        above={props.above}
      />
      {props.note?.(view)}
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
              isMarked={props.isMarked ?? true}
              anew={key}
            />
          ) : null}
        </table>
        {noRows === null ? null : (
          <NoRows
            noun={props.many ?? kind.title.toLowerCase()}
            state={noRows}
            error={view.error}
            sources={view.sources}
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
        noun={props.many ?? kind.title.toLowerCase()}
        one={props.one}
        where={namespaces.length === 0 ? undefined : `in ${formatPlural(namespaces.length, "namespace")}`}
        waiting={page.waiting}
        gone={page.gone.size}
        onRelease={held.release}
      />
    </>
  );
}
