"use client";
import { useSearchParams } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { DataAge } from "@/components/ui/data-age.tsx";
import { Status } from "@/components/ui/status.tsx";
import { type Tab, Tabs } from "@/components/ui/tabs.tsx";
import type { ImageRef } from "@/lib/api/console/images.ts";
import type { Image } from "@/lib/contract/image.ts";
import { sentence } from "@/lib/format/capital.ts";
import { shortId } from "@/lib/format/truncate-middle.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { paths } from "@/lib/paths.ts";
import { ImagePageActions } from "./actions/image-page-actions.tsx";
import { DiskTab } from "./disk/disk-tab.tsx";
import { FilesTab } from "./files/files-tab.tsx";
import { DependenciesTab } from "./graph/dependencies-tab.tsx";
import { ImageProblem } from "./image-problem.tsx";
import { ImageSkeleton } from "./image-skeleton.tsx";
import { imageTitle } from "./image-title.ts";
import { ManifestTab } from "./manifest-tab.tsx";
import { OverviewTab } from "./overview/overview-tab.tsx";
import { trustStatus } from "./trust-status.ts";
import { useImage } from "./use-image.ts";

const tabs = [
  { id: "overview", label: "Overview" },
  { id: "files", label: "Files" },
  { id: "dependencies", label: "Dependencies" },
  { id: "disk", label: "Disk" },
  { id: "manifest", label: "Manifest" },
] as const;
type TabId = (typeof tabs)[number]["id"];

/** Everything about one image of a node's store. The URL holds the tab, and of the files the path. */
export function ImagePage({ imageRef }: { imageRef: ImageRef }) {
  const { cluster, node, id } = imageRef;
  const { image, error, isGone, view, refetch } = useImage(imageRef);
  const wanted = useSearchParams().get("tab");
  const current = tabs.find((tab) => tab.id === wanted)?.id ?? "overview";
  const links: Tab[] = tabs.map((tab) => ({
    ...tab,
    href: paths.image(cluster, node, id, tab.id === "overview" ? undefined : tab.id),
  }));
  const crumbs = [
    { label: "Images", href: paths.images(cluster) },
    { label: node, href: paths.node(cluster, node) },
  ];
  const source = view.sources.find(({ name }) => name === node);
  const isDown = source !== undefined && source.state !== "live";
  const age = (
    <DataAge
      state={view.state === "live" && isDown ? "partly" : view.state === "error" ? "stale" : view.state}
      asOf={isDown ? source.asOf : view.asOf}
      detail={source?.why ?? undefined}
    />
  );
  if (image === undefined)
    return (
      <>
        <PageHeader title={shortId(id)} crumbs={crumbs} status={age} />
        {error ? <ImageProblem imageRef={imageRef} error={error} onRetry={refetch} /> : <ImageSkeleton />}
      </>
    );
  const off = isGone ? "it was removed" : isDown ? `${node} does not answer` : null;
  return (
    <>
      <PageHeader
        title={imageTitle(image)}
        crumbs={crumbs}
        status={
          <>
            {isGone ? <Status tone="idle" word="Removed" /> : <Status {...trustStatus[image.trust.kind]} />}
            {image.damaged === undefined ? null : <Status tone="bad" word="Damaged" />}
            {age}
          </>
        }
        actions={<ImagePageActions image={image} imageRef={imageRef} off={off} />}
      />
      <Tabs label="Parts of the image" tabs={links} current={current} />
      {isGone ? (
        <Banner
          tone="warn"
          className="mx-4 mt-4"
          title={`The image was removed from ${node}`}
          action={<ButtonLink href={paths.images(cluster)}>All images</ButtonLink>}
        >
          What stands here is what was last known of it.
        </Banner>
      ) : null}
      {image.damaged === undefined || isGone ? null : (
        <Banner tone="bad" className="mx-4 mt-4" title="The image is damaged: no new pod can have it">
          {sentence(visibleName(image.damaged), null)}. Verify it: what differs is made again from what is whole; where
          that fails, remove it and fetch it again.
        </Banner>
      )}
      <Body tab={current} image={image} imageRef={imageRef} />
    </>
  );
}

function Body({ tab, image, imageRef }: { tab: TabId; image: Image; imageRef: ImageRef }) {
  switch (tab) {
    case "overview":
      return <OverviewTab image={image} imageRef={imageRef} />;
    case "files":
      return <FilesTab imageRef={imageRef} />;
    case "dependencies":
      return <DependenciesTab imageRef={imageRef} />;
    case "disk":
      return <DiskTab imageRef={imageRef} />;
    case "manifest":
      return <ManifestTab image={image} imageRef={imageRef} />;
  }
}
