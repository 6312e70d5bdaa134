import { Age } from "@/components/ui/age.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import type { ImageGc } from "@/lib/contract/image-gc.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { shortId } from "@/lib/format/truncate-middle.ts";
import { imageTitle } from "../image-title.ts";

const keptWords: Record<ImageGc["kept"][number]["why"], string> = {
  pod: "a pod uses it",
  dependency: "an image that stays is made of it",
  grace: "it came in or was used too lately",
};
const leftoverWords: Record<ImageGc["leftovers"][number]["kind"], string> = {
  tree: "unpacked layer that no image names",
  blob: "archive that no image names",
  rendered: "rendered tree of which no image is left",
  partial: "download that broke off",
};

/** What goes and why, what stays and why. */
export function GcPreview({ plan }: { plan: ImageGc }) {
  const { images, leftovers, kept, frees } = plan;
  const rows = [
    ...images.map((image) => ({
      key: image.id,
      what: imageTitle(image),
      detail: shortId(image.id).replace(/^sha512-/, ""),
      unused: <Age at={image.lastUsedAt} />,
      size: image.frees,
    })),
    ...leftovers.map(({ kind, name, size }) => ({
      key: `${kind} ${name}`,
      what: leftoverWords[kind],
      detail: name.slice(0, 16),
      unused: <span className="text-fg-3">left over</span>,
      size,
    })),
  ];
  return (
    <div>
      <p role="status" className="mb-2">
        {rows.length === 0 ? (
          "Nothing would go: all that is here is needed, or came in or was used too lately."
        ) : (
          <>
            <span className="font-semibold">{formatBytes(frees)}</span> would be freed:{" "}
            {formatPlural(images.length, "image")}
            {leftovers.length > 0 ? ` and ${formatPlural(leftovers.length, "leftover")}` : ""}.
          </>
        )}
      </p>
      {rows.length === 0 ? null : (
        <SimpleTable
          label="What would go"
          rows={rows}
          rowKey={({ key }) => key}
          columns={[
            {
              title: "What",
              className: "w-full max-w-0 min-w-32 truncate",
              cell: ({ what }) => <span title={what}>{what}</span>,
            },
            { title: "ID", className: "max-md:hidden", cell: ({ detail }) => <span className="mono">{detail}</span> },
            { title: "Unused for", cell: ({ unused }) => unused },
            { title: "Frees", numeric: true, cell: ({ size }) => formatBytes(size) },
          ]}
        />
      )}
      {kept.length === 0 ? null : (
        <details className="mt-3">
          <summary className="cursor-pointer text-fg-2">
            {formatPlural(kept.length, "image stays", "images stay")}
          </summary>
          <ul className="mt-1 flex flex-col gap-0.5 pl-4">
            {kept.map((image) => (
              <li key={image.id} className="min-w-0 break-words">
                {imageTitle(image)} <span className="text-fg-3">{keptWords[image.why]}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
