"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { PageBody } from "@/components/layout/page-body.tsx";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { Button } from "@/components/ui/button.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { describeRemoteImage } from "@/lib/api/console/registries.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { FetchDialog } from "../transfer/fetch-dialog.tsx";
import { type Place, wayTo } from "./place.ts";
import { PlatformTable } from "./platform-table.tsx";
import { RemoteConfig } from "./remote-config.tsx";
import { RemoteLayers } from "./remote-layers.tsx";

type RemoteRef = { host: string; repository: string; reference: string };

/** One image in a registry: what it is made for, of and by, before anything of it is fetched. */
export function RemoteImagePage({ place, image: at }: { place: Place; image: RemoteRef }) {
  const { host, repository, reference } = at;
  const [isFetching, setFetching] = useState(false);
  const query = useQuery({
    queryKey: ["remote-image", place.node, host, repository, reference],
    queryFn: ({ signal }) => describeRemoteImage(place, { host, repository, reference }, { signal }),
    retry: false,
  });
  const { data } = query;
  const why = query.isError
    ? "it is not there"
    : data === undefined
      ? "it is being asked for"
      : data.image === null
        ? plainText(data.why ?? "")
        : null;
  return (
    <>
      <PageHeader
        {...wayTo(place)}
        actions={
          <Button icon={Download} variant="primary" disabledReason={why} onClick={() => setFetching(true)}>
            Fetch…
          </Button>
        }
      />
      <PageBody aside={data?.image ? <RemoteConfig config={data.image.config} /> : undefined}>
        {query.isError ? (
          <ErrorPanel what="The image cannot be shown" error={query.error} onRetry={() => void query.refetch()} />
        ) : data === undefined ? (
          <Skeleton className="h-64 w-full" />
        ) : (
          <>
            {data.image === null ? (
              <Banner tone="warn" title="The node cannot take this image" className="mb-4">
                <p>{plainText(data.why ?? "")}.</p>
              </Banner>
            ) : null}
            <Section title="Facts">
              <Facts>
                <Fact label="Registry">
                  <CodeText text={host} />
                </Fact>
                <Fact label="Digest">
                  <CodeText text={data.digest} copy="digest" />
                </Fact>
                <Fact label="Type">{data.mediaType === null ? null : <CodeText text={data.mediaType} />}</Fact>
                {data.image === null ? null : (
                  <>
                    <Fact label="Platform">{plainText(data.image.platform)}</Fact>
                    <Fact label="To download">
                      {formatBytes(data.image.size)} in {formatPlural(data.image.layers.length, "layer")}
                    </Fact>
                  </>
                )}
              </Facts>
            </Section>
            {data.platforms.length > 0 ? <PlatformTable place={place} platforms={data.platforms} /> : null}
            {data.image === null ? null : <RemoteLayers image={data.image} />}
          </>
        )}
      </PageBody>
      {isFetching && data ? (
        <FetchDialog open onClose={() => setFetching(false)} begin={{ source: data.source, node: place.node }} />
      ) : null}
    </>
  );
}
