"use client";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { type SimpleColumn, SimpleTable } from "@/components/ui/simple-table.tsx";
import type { ImageRef } from "@/lib/api/console/images.ts";
import type { ImageFile, ImageFiles } from "@/lib/contract/image-files.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatCount, formatPlural } from "@/lib/format/number.ts";
import { formatTime } from "@/lib/format/time.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { FileName } from "./file-name.tsx";
import { modeText } from "./mode-text.ts";
import { ownerText } from "./owner-text.ts";

/** Rows that are drawn before the reader asks for all. */
const first = 500;

/** What is in a folder: folders first, then by name. */
export function FolderList({ files, imageRef }: { files: ImageFiles; imageRef: ImageRef }) {
  const [wanted, setWanted] = useState("");
  const [isWhole, setWhole] = useState(false);
  const entries = files.entries ?? [];
  const sorted = useMemo(
    () => [...entries].sort((a, b) => Number(b.kind === "folder") - Number(a.kind === "folder")),
    [entries],
  );
  const found = wanted === "" ? sorted : sorted.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
  const shown = isWhole ? found : found.slice(0, first);
  const bytes = entries.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const columns: SimpleColumn<ImageFile>[] = [
    {
      title: "Name",
      className: "w-full max-w-0 min-w-40",
      cell: (file) => <FileName file={file} folder={files.path} imageRef={imageRef} />,
    },
    { title: "Size", numeric: true, cell: ({ size }) => (size === null ? null : formatBytes(size)) },
    {
      title: "Mode",
      className: "max-md:hidden",
      cell: ({ kind, mode }) => (
        <span className="mono" title={mode.toString(8).padStart(4, "0")}>
          {modeText(kind, mode)}
        </span>
      ),
    },
    {
      title: "Owner",
      className: "max-md:hidden",
      cell: (file) => (
        <span className="mono block max-w-52 truncate" title={`${file.uid}:${file.gid}`}>
          {ownerText(file)}
        </span>
      ),
    },
    {
      title: "Changed",
      className: "max-lg:hidden",
      cell: ({ modifiedAt }) => (
        <span className="text-fg-2 tabular-nums">{modifiedAt === null ? "" : formatTime(Date.parse(modifiedAt))}</span>
      ),
    },
  ];
  if (entries.length === 0) return <p className="mt-3 text-fg-3">The folder is empty.</p>;
  return (
    <div className="mt-2">
      <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-3 gap-y-2">
        <span role="status" className="text-fg-3 text-sm">
          {found.length === entries.length
            ? `${formatPlural(entries.length, "entry", "entries")}, ${formatBytes(bytes)} in files`
            : `${formatCount(found.length)} of ${formatPlural(entries.length, "entry", "entries")}`}
        </span>
        {entries.length > 12 ? (
          <Input
            type="search"
            aria-label="Names to keep"
            placeholder="Filter by name"
            className="ml-auto w-56! max-md:w-full!"
            value={wanted}
            onChange={({ target }) => setWanted(target.value)}
          />
        ) : null}
      </div>
      {found.length === 0 ? (
        <p className="text-fg-3">No name here contains {visibleName(wanted)}.</p>
      ) : (
        <SimpleTable
          label={`Files in ${visibleName(files.path)}`}
          columns={columns}
          rows={shown}
          rowKey={({ name }) => name}
        />
      )}
      {found.length > shown.length ? (
        <Button className="mt-2" onClick={() => setWhole(true)}>
          Show all {formatCount(found.length)}
        </Button>
      ) : null}
      {files.more > 0 ? (
        <p className="mt-2 text-fg-3">
          {formatPlural(files.more, "entry is", "entries are")} left out here. Ask for one by its path in the address.
        </p>
      ) : null}
    </div>
  );
}
