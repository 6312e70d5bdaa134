import Link from "next/link";
import { Badge } from "@/components/ui/badge.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import type { RemoteImage } from "@/lib/contract/registry-browse.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { browseHref, type Place } from "./place.ts";

type Row = RemoteImage["platforms"][number];

/** The images of an index, each made for another platform. */
export function PlatformTable({ place, platforms }: { place: Place; platforms: Row[] }) {
  const isTold = platforms.some(({ platform }) => platform === null);
  const columns = [
    {
      title: "Platform",
      cell: ({ platform, chosen, digest }: Row) => (
        <span className="inline-flex items-center gap-2">
          <Link href={browseHref(place, { reference: digest })} prefetch={false} className="link">
            {platform === null ? "No platform" : plainText(platform)}
          </Link>
          {chosen ? <Badge tone="ok">this node's</Badge> : null}
        </span>
      ),
    },
    {
      title: "Digest",
      className: "w-full",
      cell: ({ digest }: Row) => <CodeText text={digest} most={32} copy="digest" />,
    },
  ];
  return (
    <Section
      title="Platforms"
      note={isTold ? "what has no platform says something about the others, such as who built them" : undefined}
    >
      <SimpleTable label="Platforms" columns={columns} rows={platforms} rowKey={({ digest }) => digest} />
    </Section>
  );
}
