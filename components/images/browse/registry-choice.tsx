"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { listRegistries } from "@/lib/api/console/registries.ts";
import type { RegistryEntry } from "@/lib/contract/registry.ts";
import { isHost } from "@/lib/contract/registry-host.ts";
import { paths } from "@/lib/paths.ts";
import { GoTo } from "./go-to.tsx";
import { browseHref, type Place } from "./place.ts";

type Row = Pick<RegistryEntry, "host" | "hasCredentials" | "plainHttp">;
const hub: Row = { host: "docker.io", hasCredentials: false, plainHttp: false };

/** The registries that the node has settings for, Docker's, and any other by its name. */
export function RegistryChoice({ place }: { place: Place }) {
  const { cluster, node } = place;
  const query = useQuery({
    queryKey: ["registries", node],
    queryFn: ({ signal }) => listRegistries({ cluster, node }, { signal }),
    enabled: node !== "",
  });
  const known = query.data ?? [];
  const rows: Row[] = known.some(({ host }) => host === hub.host) ? known : [...known, hub];
  const columns = [
    {
      title: "Registry",
      className: "w-full",
      cell: ({ host }: Row) => (
        <Link href={browseHref(place, { registry: host })} prefetch={false} className="link mono">
          {host}
        </Link>
      ),
    },
    { title: "Reached by", cell: ({ plainHttp }: Row) => (plainHttp ? "plain http" : "https") },
    { title: "Credentials", cell: ({ hasCredentials }: Row) => (hasCredentials ? "kept" : <Dash says="none" />) },
  ];
  return (
    <>
      <GoTo
        label="Registry"
        placeholder="quay.io"
        fault={(text) => (isHost(text) ? null : "HOST or HOST:PORT in small letters, without https://")}
        href={(registry) => browseHref(place, { registry })}
      />
      <Section
        title="Registries"
        action={
          <ButtonLink size="sm" href={paths.settings(cluster, "registries")}>
            Settings
          </ButtonLink>
        }
      >
        {node === "" ? (
          <p className="text-fg-2">No node is there through which a registry could be asked.</p>
        ) : query.isError ? (
          <ErrorPanel
            what={`The registries of ${node} cannot be listed`}
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : query.data === undefined ? (
          <Skeleton className="h-16 w-full" />
        ) : (
          <SimpleTable label="Registries" columns={columns} rows={rows} rowKey={({ host }) => host} />
        )}
      </Section>
    </>
  );
}
