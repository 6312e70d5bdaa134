"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Banner } from "@/components/ui/banner.tsx";
import { listRepositories } from "@/lib/api/console/registries.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { GoTo } from "./go-to.tsx";
import { NameList } from "./name-list.tsx";
import { browseHref, type Place } from "./place.ts";

const form = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/;

/** The repositories of a registry, and a field to name one: many registries show no list. */
export function RepositoryList({ place, host }: { place: Place; host: string }) {
  const query = useInfiniteQuery({
    queryKey: ["repositories", place.node, host],
    queryFn: ({ pageParam, signal }) => listRepositories(place, host, pageParam, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    retry: false,
  });
  const names = [...new Set(query.data?.pages.flatMap(({ repositories }) => repositories))];
  const refused = query.data?.pages[0]?.refused ?? null;
  return (
    <>
      <GoTo
        label="Repository"
        placeholder={host === "docker.io" ? "library/debian" : "team/app"}
        fault={(text) =>
          form.test(text) && text.length <= 255 ? null : "small letters and digits, joined by . _ - and /"
        }
        href={(repository) => browseHref(place, { repository })}
      />
      {refused !== null ? (
        <Banner tone="idle" title="This registry shows no list of its repositories">
          <p>Name one above. {plainText(refused)}.</p>
        </Banner>
      ) : (
        <NameList
          title="Repositories"
          noun="repository"
          nouns="repositories"
          failure={`The repositories of ${host} cannot be listed`}
          query={query}
          names={names}
          href={(repository) => browseHref(place, { repository })}
          empty={<p className="text-fg-2">It lists no repository: it is empty, or these credentials see none.</p>}
        />
      )}
    </>
  );
}
