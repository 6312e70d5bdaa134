import Link from "next/link";
import type { Image } from "@/lib/contract/image.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { shortId } from "@/lib/format/truncate-middle.ts";
import { paths } from "@/lib/paths.ts";
import { imageTitle } from "../image-title.ts";

/** More than these are a number. */
const shown = 3;

type SharedWithProps = { ids: string[]; images: readonly Image[]; cluster: string; node: string };

/** The images that have a layer too, by name. */
export function SharedWith({ ids, images, cluster, node }: SharedWithProps) {
  if (ids.length === 0) return <span className="text-fg-3">no other image</span>;
  const titles = new Map(images.map((image) => [image.id, imageTitle(image)]));
  return (
    <span className="flex flex-wrap gap-x-3">
      {ids.slice(0, shown).map((id) => (
        <Link key={id} prefetch={false} href={paths.image(cluster, node, id)} className="link max-w-72 truncate">
          {titles.get(id) ?? shortId(id)}
        </Link>
      ))}
      {ids.length > shown ? <span className="text-fg-3">and {formatPlural(ids.length - shown, "other")}</span> : null}
    </span>
  );
}
