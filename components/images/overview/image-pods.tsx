"use client";
import Link from "next/link";
import { useWindow } from "@/components/table/use-window.ts";
import { Section } from "@/components/ui/section.tsx";
import type { Image } from "@/lib/contract/image.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

/** Which pods hold the image. */
export function ImagePods({ image, cluster, node }: { image: Image; cluster: string; node: string }) {
  const pods = useWindow({ kind: "pods", cluster, filter: `node=${node}`, rows: 200 });
  const names = new Map(pods.rows.map(({ key, cells }) => [key.split("/")[1], cells.name]));
  const nameOf = (uuid: string) => {
    const name = names.get(uuid);
    return typeof name === "string" ? plainText(name) : uuid;
  };
  return (
    <Section title="Pods of this image">
      {image.usedBy.length === 0 ? <p className="text-fg-3">No pod uses it.</p> : null}
      <ul className="flex flex-col gap-1">
        {image.usedBy.map((uuid) => (
          <li key={uuid}>
            <Link prefetch={false} className="link block truncate" title={uuid} href={paths.pod(cluster, node, uuid)}>
              {nameOf(uuid)}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
