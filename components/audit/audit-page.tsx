"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { ForbiddenPanel } from "@/components/ui/forbidden-panel.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { getAudit } from "@/lib/api/console/audit.ts";
import { formatCount } from "@/lib/format/number.ts";
import { AuditEntries } from "./audit-entries.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { ChainState } from "./chain-state.tsx";
import { useAuditParams } from "./use-audit-params.ts";

const pageSize = 100;

/** Who did, tried and was refused what, the newest first. */
export function AuditPage() {
  const denied = useDenied("list", "audit");
  const [params, setParams] = useAuditParams();
  const query = useInfiniteQuery({
    queryKey: ["audit", params],
    queryFn: ({ pageParam, signal }) =>
      getAudit({ ...params, before: pageParam ?? undefined, limit: pageSize }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    enabled: denied === null,
    staleTime: 0,
  });
  const pages = query.data?.pages ?? [];
  const entries = pages.flatMap((page) => page.entries);
  const isFiltered = Object.values(params).some((value) => value !== "");
  if (denied !== null) {
    return (
      <>
        <PageHeader title="Audit" />
        <ForbiddenPanel why={denied} />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Audit"
        status={<ChainState verified={pages[0]?.verified ?? null} />}
        actions={
          <Button onClick={() => query.refetch()} busy={query.isRefetching}>
            Refresh
          </Button>
        }
      />
      <AuditFilters params={params} onChange={setParams} />
      <div className="min-h-0 flex-1 overflow-y-auto border-line border-t">
        {query.isError && entries.length === 0 ? (
          <ErrorPanel what="The audit log cannot be read" error={query.error} onRetry={() => query.refetch()} />
        ) : query.isPending ? (
          <Loading />
        ) : entries.length === 0 ? (
          <EmptyState icon={ScrollText} title={isFiltered ? "No entries fit" : "Nothing is written down yet"}>
            {isFiltered
              ? "Every field that is filled in must hold."
              : "Every change, refusal, sign-in and terminal is written here before it is answered."}
          </EmptyState>
        ) : (
          <AuditEntries entries={entries} />
        )}
        {query.hasNextPage ? (
          <div className="flex justify-center p-4">
            <Button onClick={() => query.fetchNextPage()} busy={query.isFetchingNextPage}>
              Load {pageSize} more
            </Button>
          </div>
        ) : null}
      </div>
      <div className="flex h-8 flex-none items-center border-line border-t px-4 text-fg-2 text-sm">
        {query.isPending
          ? null
          : `${formatCount(entries.length)}${query.hasNextPage ? " newest" : ""} of ${formatCount(pages[0]?.verified.entries ?? entries.length)} entries`}
      </div>
    </>
  );
}

function Loading() {
  return (
    <div role="status" className="flex flex-col gap-4 p-4">
      <span className="sr-only">Loading the log</span>
      <Skeleton className="h-4 w-[60%]" />
      <Skeleton className="h-4 w-[70%]" />
      <Skeleton className="h-4 w-[55%]" />
    </div>
  );
}
