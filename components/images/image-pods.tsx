import Link from "next/link";
import { Section } from "@/components/ui/section.tsx";
import type { Image } from "@/lib/contract/image.ts";
import { paths } from "@/lib/paths.ts";

/** Which pods hold the image. */
export function ImagePods({ image, cluster, node }: { image: Image; cluster: string; node: string }) {
  return (
    <Section title="Pods of this image">
      {image.usedBy.length === 0 ? <p className="text-fg-3">No pod uses it.</p> : null}
      <ul className="flex flex-col gap-1">
        {image.usedBy.map((uuid) => (
          <li key={uuid}>
            <Link prefetch={false} className="link mono" href={paths.pod(cluster, node, uuid)}>
              {uuid}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
