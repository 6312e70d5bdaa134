"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Tags } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { listTags } from "@/lib/api/console/registries.ts";
import { NameList } from "./name-list.tsx";
import { browseHref, type Place } from "./place.ts";

/** Many registries give tags in no order; 1.9 stands before 1.10. */
const order = new Intl.Collator("en", { numeric: true });

/** The tags of a repository. */
export function TagList({ place, host, repository }: { place: Place; host: string; repository: string }) {
  const query = useInfiniteQuery({
    queryKey: ["tags", place.node, host, repository],
    queryFn: ({ pageParam, signal }) => listTags(place, { host, repository }, pageParam, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    retry: false,
  });
  const names = [...new Set(query.data?.pages.flatMap(({ tags }) => tags))].sort(order.compare);
  return (
    <NameList
      title="Tags"
      noun="tag"
      nouns="tags"
      failure={`The tags of ${repository} cannot be listed`}
      query={query}
      names={names}
      href={(reference) => browseHref(place, { reference })}
      empty={
        <EmptyState icon={Tags} title="No tags">
          The repository is there, but nothing in it has a tag.
        </EmptyState>
      }
    />
  );
}
