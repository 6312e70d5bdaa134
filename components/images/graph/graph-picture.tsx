"use client";
import { useRouter } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";
import type { GraphImage, ImageGraph } from "@/lib/contract/image-graph.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { truncateMiddle } from "@/lib/format/truncate-middle.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { paths } from "@/lib/paths.ts";
import { imageTitle } from "../image-title.ts";
import { box, layoutGraph } from "./graph-layout.ts";

/** The graph as a picture. Its boxes are links, reached by Tab in the order of their rendering. */
export function GraphPicture({ graph, cluster, node }: { graph: ImageGraph; cluster: string; node: string }) {
  const layout = layoutGraph(graph);
  const places = new Map(layout.images.map((one) => [one.key, one]));
  const isMissing = new Set(graph.images.filter(({ id }) => id === null).map(({ key }) => key));
  return (
    <section
      aria-label="Graph of dependencies"
      // It may be wider than the page.
      tabIndex={0}
      className="overflow-auto rounded-lg border border-line bg-sunken"
    >
      <svg width={layout.width} height={layout.height} viewBox={`0 0 ${layout.width} ${layout.height}`}>
        <title>{`Graph of ${graph.images.length} images`}</title>
        {layout.lines.map(({ from, to, path }) => (
          <path
            key={`${from} ${to}`}
            d={path}
            fill="none"
            strokeWidth="1.5"
            strokeDasharray={isMissing.has(to) ? "4 3" : undefined}
            className={isMissing.has(to) ? "stroke-bad" : "stroke-line-strong"}
          />
        ))}
        {graph.images.map((image, at) => {
          const place = places.get(image.key);
          if (place === undefined) return null;
          const content = <ImageBox image={image} isRoot={at === 0} />;
          return (
            <g key={image.key} transform={`translate(${place.x} ${place.y})`}>
              {image.id === null || at === 0 ? (
                content
              ) : (
                <BoxLink href={paths.image(cluster, node, image.id)}>{content}</BoxLink>
              )}
            </g>
          );
        })}
      </svg>
    </section>
  );
}

/** A link in a picture goes through the router, as all others do. */
function BoxLink({ href, children }: { href: string; children: ReactNode }) {
  const router = useRouter();
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    router.push(href);
  };
  return (
    <a href={href} onClick={follow} className="group outline-none">
      {children}
    </a>
  );
}

function ImageBox({ image, isRoot }: { image: GraphImage; isRoot: boolean }) {
  const isMissing = image.id === null;
  const detail = isMissing
    ? "missing from this node"
    : `${image.version === null ? "" : `${visibleName(image.version)} · `}${formatBytes(image.size)} · ${image.trust}`;
  return (
    <>
      <title>{imageTitle(image)}</title>
      <rect
        width={box.width}
        height={box.height}
        rx="6"
        strokeWidth={isRoot ? 2 : 1}
        strokeDasharray={isMissing ? "4 3" : undefined}
        className={`fill-bg group-hover:fill-hover group-focus-visible:stroke-accent group-focus-visible:[stroke-width:2] ${isMissing ? "stroke-bad" : isRoot ? "stroke-accent" : "stroke-line-strong"}`}
      />
      <text x="10" y="21" className="fill-fg font-medium font-mono text-[12px]">
        {truncateMiddle(visibleName(image.name), 26)}
      </text>
      <text x="10" y="39" className={`text-[11px] ${isMissing ? "fill-bad" : "fill-fg-2"}`}>
        {truncateMiddle(detail, 36)}
      </text>
    </>
  );
}
