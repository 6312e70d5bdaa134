import { CodeText } from "@/components/ui/code-text.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import type { RemoteManifest } from "@/lib/contract/registry-browse.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { plainText } from "@/lib/format/plain-text.ts";

type Row = { key: string; by: string | null; digest: string | null; size: number | null };

/** Steps with the layers that they made; layers that no step speaks of come after. */
function rowsOf({ history, layers }: RemoteManifest): Row[] {
  const told = new Set(history.map(({ layer }) => layer));
  const steps = history.map(({ by, layer }, at) => {
    const made = layer === null ? undefined : layers[layer];
    return { key: `step ${at}`, by, digest: made?.digest ?? null, size: made?.size ?? null };
  });
  const rest = layers.flatMap(({ digest, size }, at) =>
    told.has(at) ? [] : [{ key: `layer ${at}`, by: null, digest, size }],
  );
  return [...steps, ...rest];
}

/** How the image was made, oldest first, and how much each step weighs. */
export function RemoteLayers({ image }: { image: RemoteManifest }) {
  const columns = [
    {
      title: "Layer",
      cell: ({ digest }: Row) =>
        digest === null ? <Dash says="no layer" /> : <CodeText text={digest} most={20} copy="digest" />,
    },
    {
      title: "Size",
      numeric: true,
      cell: ({ size }: Row) => (size === null ? <Dash says="nothing" /> : formatBytes(size)),
    },
    {
      title: "Made by",
      className: "w-full max-w-0 max-md:min-w-[260px]",
      cell: ({ by }: Row) =>
        by === null || by === "" ? (
          <Dash says="unknown" />
        ) : (
          <span className="mono block truncate" title={plainText(by)}>
            {plainText(by)}
          </span>
        ),
    },
  ];
  return (
    <Section title="Layers and history" note="oldest first, sizes as they are downloaded">
      <SimpleTable label="Layers and history" columns={columns} rows={rowsOf(image)} rowKey={({ key }) => key} />
    </Section>
  );
}
