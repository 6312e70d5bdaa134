import { Cable, Cpu, File, FileSymlink, Folder, HardDrive, type LucideIcon, Spline } from "lucide-react";
import Link from "next/link";
import { Icon } from "@/components/ui/icon.tsx";
import type { ImageRef } from "@/lib/api/console/images.ts";
import type { ImageFile } from "@/lib/contract/image-files.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { paths } from "@/lib/paths.ts";
import { childPath, linkTarget } from "./path.ts";

const icons: Record<ImageFile["kind"], LucideIcon> = {
  file: File,
  folder: Folder,
  symlink: FileSymlink,
  fifo: Spline,
  character: Cpu,
  block: HardDrive,
  socket: Cable,
};
export const kindWords: Record<ImageFile["kind"], string> = {
  file: "file",
  folder: "folder",
  symlink: "symbolic link",
  fifo: "named pipe",
  character: "character device",
  block: "block device",
  socket: "socket",
};

type FileNameProps = { file: ImageFile; folder: string; imageRef: ImageRef };

/** A name in a folder: the way into it, and of a link the way to where it points. */
export function FileName({ file, folder, imageRef }: FileNameProps) {
  const { cluster, node, id } = imageRef;
  const name = visibleName(file.name);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span title={kindWords[file.kind]} className="flex">
        <Icon of={icons[file.kind]} className={file.kind === "folder" ? "text-fg-2" : "text-fg-3"} />
        <span className="sr-only">{kindWords[file.kind]}</span>
      </span>
      <Link
        prefetch={false}
        scroll={false}
        href={paths.imageFile(cluster, node, id, childPath(folder, file.name))}
        title={name}
        className="link mono min-w-0 truncate"
      >
        {name}
      </Link>
      {file.link === null ? null : (
        <>
          <span aria-hidden="true" className="text-fg-3">
            →
          </span>
          <Link
            prefetch={false}
            scroll={false}
            href={paths.imageFile(cluster, node, id, linkTarget(folder, file.link))}
            aria-label={`points to ${visibleName(file.link)}`}
            title={visibleName(file.link)}
            className="mono min-w-0 truncate text-fg-2 hover:underline"
          >
            {visibleName(file.link)}
          </Link>
        </>
      )}
      {file.links > 1 && file.kind === "file" ? (
        <span className="flex-none text-fg-3 text-sm" title="hard links to the same file">
          {file.links} names
        </span>
      ) : null}
    </span>
  );
}
