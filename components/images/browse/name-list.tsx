"use client";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { formatPlural } from "@/lib/format/number.ts";
import { NameGrid } from "./name-grid.tsx";

export type NameListProps = {
  title: string;
  /** What one and several are called: `tag`, `tags`. */
  noun: string;
  nouns: string;
  /** What failed, when it does. */
  failure: string;
  query: Pick<
    UseInfiniteQueryResult,
    "isError" | "error" | "isPending" | "hasNextPage" | "isFetchingNextPage" | "isFetchNextPageError"
  > & { refetch: () => unknown; fetchNextPage: () => unknown };
  names: readonly string[];
  href: (name: string) => string;
  /** Said when there is none. */
  empty: ReactNode;
};

/** Names that come by pages, with a filter over those that are here. */
export function NameList({ title, noun, nouns, failure, query, names, href, empty }: NameListProps) {
  const [filter, setFilter] = useState("");
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const shown = wanted === "" ? names : names.filter((name) => name.toLowerCase().includes(wanted));
  if (query.isError && !query.isFetchNextPageError)
    return <ErrorPanel what={failure} error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Skeleton className="h-64 w-full" />;
  if (names.length === 0 && !query.hasNextPage) return empty;
  const count = formatPlural(names.length, noun, nouns);
  return (
    <Section
      title={title}
      note={
        wanted === ""
          ? `${count}${query.hasNextPage ? " so far" : ""}`
          : `${shown.length} of ${count}${query.hasNextPage ? " so far" : ""}`
      }
      action={
        <Input
          aria-label={`Filter ${nouns}`}
          placeholder="Filter"
          className="w-[200px]! max-md:w-[140px]!"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      }
    >
      {shown.length > 0 ? (
        <NameGrid label={title} names={shown} href={href} />
      ) : (
        <p className="text-fg-2">
          No {noun} here has “{filter.trim()}” in its name.
          {query.hasNextPage ? " There are more that were not asked for yet." : ""}
        </p>
      )}
      {query.isFetchNextPageError ? (
        <ErrorPanel what={failure} error={query.error} onRetry={() => void query.fetchNextPage()} />
      ) : query.hasNextPage ? (
        <Button className="mt-3" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Section>
  );
}
