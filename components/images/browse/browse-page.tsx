"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { PageBody } from "@/components/layout/page-body.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useDenied, useSession } from "@/components/layout/session-context.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { ForbiddenPanel } from "@/components/ui/forbidden-panel.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { listNodes } from "@/lib/api/console/nodes.ts";
import { type Asked, browseHref, type Place, wayTo } from "./place.ts";
import { RegistryChoice } from "./registry-choice.tsx";
import { RemoteImagePage } from "./remote-image-page.tsx";
import { RepositoryList } from "./repository-list.tsx";
import { TagList } from "./tag-list.tsx";

/** Registry → repository → tag → image, through a node and with its settings and credentials. */
export function BrowsePage({ at }: { at: Asked }) {
  const { cluster } = useSession();
  const router = useRouter();
  const denied = useDenied("fetch", "image");
  const nodes = useQuery({ queryKey: ["nodes", cluster], queryFn: ({ signal }) => listNodes(cluster, { signal }) });
  if (denied !== null) return <ForbiddenPanel why={denied} />;
  if (nodes.isError)
    return <ErrorPanel what="The nodes cannot be listed" error={nodes.error} onRetry={() => void nodes.refetch()} />;
  if (nodes.data === undefined) return <Skeleton className="m-4 h-64" />;
  const all = nodes.data.nodes;
  const node = at.node ?? (all.find(({ state }) => state === "live") ?? all[0])?.name ?? "";
  const place: Place = { ...at, cluster, node };
  if (place.registry !== null && place.repository !== null && place.reference !== null)
    return (
      <RemoteImagePage
        place={place}
        image={{ ...place, host: place.registry, repository: place.repository, reference: place.reference }}
      />
    );
  return (
    <>
      <PageHeader
        {...wayTo(place)}
        actions={
          all.length > 1 ? (
            <Select
              aria-label="Through the node"
              className="w-[220px]!"
              value={node}
              onChange={(event) => router.push(browseHref(place, { node: event.target.value }))}
              options={all.map(({ name, state }) => ({
                value: name,
                label: `through ${name}${state === "live" ? "" : ` (${state})`}`,
              }))}
            />
          ) : null
        }
      />
      <PageBody>
        {place.registry === null ? (
          <RegistryChoice place={place} />
        ) : place.repository === null ? (
          <RepositoryList key={place.registry} place={place} host={place.registry} />
        ) : (
          <TagList key={place.repository} place={place} host={place.registry} repository={place.repository} />
        )}
      </PageBody>
    </>
  );
}
