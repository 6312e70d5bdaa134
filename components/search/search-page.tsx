"use client";
import { Search, SearchX } from "lucide-react";
import { useEffect, useRef } from "react";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { orderFound } from "@/components/layout/found-order.ts";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useShortcuts } from "@/components/layout/shortcuts.ts";
import { Chip } from "@/components/ui/chip.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { Spinner } from "@/components/ui/spinner.tsx";
import type { SearchAnswer } from "@/lib/contract/kube-search.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { FoundGroup } from "./found-group.tsx";
import { useResultKeys } from "./use-result-keys.ts";
import { useSearch, useSearchParamsState } from "./use-search.ts";

/** Objects of every kind that the user may see, by name, label or any term of the filter. */
export function SearchPage() {
  const { kinds } = useCluster();
  const [params, setParams] = useSearchParamsState();
  const found = useSearch(params);
  const field = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  // The field is what the page is for.
  useEffect(() => field.current?.focus(), []);
  useShortcuts({ "/": () => field.current?.focus() });
  const onKey = useResultKeys(field, results);
  const groups = orderFound(found.data?.groups ?? [], found.sought, kinds);
  const shown = params.kind === null ? groups : groups.filter(({ kind }) => kind === params.kind);
  const total = groups.reduce((sum, { matched }) => sum + matched, 0);
  return (
    <>
      <PageHeader title="Search" />
      <div className="flex flex-none flex-col gap-3 border-line border-b px-4 pt-2 pb-3">
        <label className="field flex max-w-[720px] items-center gap-2">
          <Icon of={Search} className="text-fg-3" />
          <span className="sr-only">Search all kinds</span>
          <input
            ref={field}
            type="search"
            autoComplete="off"
            spellCheck={false}
            maxLength={512}
            value={params.text}
            placeholder="A name, or a term such as label:app=web"
            onChange={(event) => setParams({ text: event.target.value, kind: null })}
            onKeyDown={onKey}
            className="h-[26px] min-w-0 flex-1 bg-transparent outline-none! [&::-webkit-search-cancel-button]:hidden"
          />
          {found.isFetching && found.isOld ? <Spinner /> : null}
        </label>
        {groups.length === 0 || found.sought === "" ? null : (
          <fieldset className="scrollbar-none flex flex-wrap items-center gap-2 max-md:-mx-4 max-md:flex-nowrap max-md:overflow-x-auto max-md:px-4">
            <legend className="sr-only">Kinds</legend>
            <Chip label="All" count={total} pressed={params.kind === null} onPress={() => setParams({ kind: null })} />
            {groups.map(({ kind, matched }) => (
              <Chip
                key={kind}
                label={kinds.find(({ name }) => name === kind)?.title ?? kind}
                count={matched}
                pressed={params.kind === kind}
                onPress={() => setParams({ kind: params.kind === kind ? null : kind })}
              />
            ))}
          </fieldset>
        )}
      </div>
      <div ref={results} aria-busy={found.isOld} className="px-4 py-4">
        <p className="sr-only" role="status">
          {found.sought === "" || found.isPending ? "" : `${formatPlural(total, "object")} found`}
        </p>
        {found.sought === "" ? (
          <Start />
        ) : found.error ? (
          <ErrorPanel what="The search failed" error={found.error} onRetry={() => void found.refetch()} />
        ) : found.data === undefined ? (
          <Waiting />
        ) : shown.length === 0 ? (
          <Nothing text={found.sought} answer={found.data} />
        ) : (
          <>
            {shown.map((group) => (
              <FoundGroup key={group.kind} group={group} text={found.sought} isOnly={params.kind !== null} />
            ))}
            <Missing answer={found.data} />
          </>
        )}
      </div>
    </>
  );
}

const examples: [term: string, what: string][] = [
  ["web", "in the name, or in any other text, of anything"],
  ["label:app=web", "everything with this label"],
  ["namespace:payments", "everything of one namespace"],
  ["status:Failed", "what is in this state"],
  ["age<10m", "what is younger than ten minutes"],
];

function Start() {
  return (
    <div className="max-w-[560px] text-fg-2">
      <p>All kinds are searched at once, in the chosen namespaces. Terms are joined by and.</p>
      <dl className="mt-3 grid grid-cols-[180px_1fr] gap-y-1.5">
        {examples.map(([term, what]) => (
          <div key={term} className="contents">
            <dt className="mono text-fg">{term}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Nothing({ text, answer }: { text: string; answer: SearchAnswer }) {
  return (
    <EmptyState icon={SearchX} title="Nothing fits">
      <p>No object that you may see fits every term of {text}.</p>
      <Missing answer={answer} />
    </EmptyState>
  );
}

function Missing({ answer: { missing } }: { answer: SearchAnswer }) {
  const { kinds } = useCluster();
  const titles = missing
    .filter((kind) => kind !== "secrets")
    .flatMap((kind) => kinds.filter(({ name }) => name === kind))
    .map(({ title }) => title);
  if (titles.length === 0) return null;
  return (
    <p className="text-fg-3">
      Not searched yet, since their lists are still coming in: {titles.slice(0, 8).join(", ")}
      {titles.length > 8 ? ` and ${titles.length - 8} more` : ""}.
    </p>
  );
}

function Waiting() {
  return (
    <div role="status">
      <span className="sr-only">Searching</span>
      <Skeleton className="h-5 w-32" />
      <Skeleton className="mt-3 h-28 w-full" />
    </div>
  );
}
