import Link from "next/link";
import { Fragment } from "react";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import type { ImageRef } from "@/lib/api/console/images.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { paths } from "@/lib/paths.ts";
import { crumbsOf } from "./path.ts";

/** The path that is shown, each folder above it a link. */
export function PathCrumbs({ imageRef, path }: { imageRef: ImageRef; path: string }) {
  const { cluster, node, id } = imageRef;
  const crumbs = crumbsOf(path);
  return (
    <nav aria-label="Path in the image" className="mono flex flex-wrap items-center gap-x-1 text-fg-2">
      {crumbs.map((crumb, at) => (
        <Fragment key={crumb.path}>
          {at > 1 ? <span aria-hidden="true">/</span> : null}
          {at === crumbs.length - 1 ? (
            <span aria-current="location" className="min-w-0 break-all font-semibold text-fg">
              {visibleName(crumb.name)}
            </span>
          ) : (
            <Link
              prefetch={false}
              scroll={false}
              href={paths.imageFile(cluster, node, id, crumb.path)}
              aria-label={at === 0 ? "Root of the image" : undefined}
              className="link min-w-0 break-all"
            >
              {visibleName(crumb.name)}
            </Link>
          )}
        </Fragment>
      ))}
      <CopyButton text={path} what="path" />
    </nav>
  );
}
