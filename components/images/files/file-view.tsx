"use client";
import { FileX2, Search } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { useCode } from "@/components/ui/use-code.ts";
import type { ImageRef } from "@/lib/api/console/images.ts";
import type { ImageFiles } from "@/lib/contract/image-files.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatCount } from "@/lib/format/number.ts";
import { formatTime } from "@/lib/format/time.ts";
import { shortId } from "@/lib/format/truncate-middle.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { paths } from "@/lib/paths.ts";
import { kindWords } from "./file-name.tsx";
import { modeText } from "./mode-text.ts";
import { ownerText } from "./owner-text.ts";
import { linkTarget, parentPath } from "./path.ts";

/** One file of the image: what it is, and its text when it is one. */
export function FileView({ files, imageRef }: { files: ImageFiles; imageRef: ImageRef }) {
  const { entry, content, path } = files;
  const { cluster, node, id } = imageRef;
  return (
    <div className="mt-3">
      <Facts>
        <Fact label="Kind">
          {capital(kindWords[entry.kind])}
          {entry.size === null ? null : `, ${formatBytes(entry.size)}`}
          {entry.size !== null && entry.size >= 1000 ? (
            <span className="text-fg-3"> ({formatCount(entry.size)} bytes)</span>
          ) : null}
        </Fact>
        {entry.link === null ? null : (
          <Fact label="Points to">
            <Link
              prefetch={false}
              href={paths.imageFile(cluster, node, id, linkTarget(parentPath(path), entry.link))}
              className="link mono break-all"
            >
              {visibleName(entry.link)}
            </Link>
          </Fact>
        )}
        <Fact label="Mode">
          <span className="mono">{modeText(entry.kind, entry.mode)}</span>{" "}
          <span className="mono text-fg-3">{entry.mode.toString(8).padStart(4, "0")}</span>
        </Fact>
        <Fact label="Owner">
          <span className="mono">{ownerText(entry)}</span>{" "}
          <span className="text-fg-3">
            {entry.uid}:{entry.gid}
          </span>
        </Fact>
        <Fact label="Changed">{entry.modifiedAt === null ? null : formatTime(Date.parse(entry.modifiedAt))}</Fact>
        {entry.links > 1 ? <Fact label="Hard links">{entry.links} names of the same file</Fact> : null}
        {entry.image === id ? null : (
          <Fact label="From">
            <Link prefetch={false} href={paths.image(cluster, node, entry.image)} className="link mono">
              {shortId(entry.image)}
            </Link>{" "}
            <span className="text-fg-3">a dependency</span>
          </Fact>
        )}
      </Facts>
      {content?.kind === "text" ? <FileText path={path} text={content.text} /> : null}
      {content?.kind === "binary" ? (
        <EmptyState icon={FileX2} title="This is no text">
          The file holds bytes that are no UTF-8 text, so they are not shown. To have it, take the tree out with{" "}
          <code className="mono">craton image extract</code>.
        </EmptyState>
      ) : null}
      {content?.kind === "too-large" ? (
        <EmptyState icon={FileX2} title="Too large to show">
          Files of more than {formatBytes(content.limit)} are not shown here. To have it, take the tree out with{" "}
          <code className="mono">craton image extract</code>.
        </EmptyState>
      ) : null}
    </div>
  );
}

function FileText({ path, text }: { path: string; text: string }) {
  const language = /\.(json|ya?ml)$/i.exec(path)?.[1]?.toLowerCase();
  const view = useCode({
    label: `Text of ${visibleName(path)}`,
    text,
    language: language === undefined ? "plain" : language === "json" ? "json" : "yaml",
  });
  if (text === "") return <p className="mt-4 text-fg-3">The file is empty.</p>;
  return (
    <section aria-label="Content" className="mt-4">
      <div className="mb-2 flex items-center gap-3">
        <h2 className="font-semibold">Content</h2>
        <span className="ml-auto flex items-center gap-3">
          <Button size="sm" icon={Search} onClick={view.search}>
            Search
          </Button>
          <CopyButton text={text} what="text" />
        </span>
      </div>
      <div className="h-[60vh] min-h-60 overflow-hidden rounded-lg border border-line focus-within:border-accent">
        <div ref={view.place} className="h-full" />
        {view.isReady ? null : <pre className="h-full overflow-hidden p-3 text-fg-2">{text.slice(0, 4000)}</pre>}
      </div>
    </section>
  );
}
