"use client";
import { Command } from "cmdk";
import { useEffect, useRef } from "react";
import { useWindow } from "@/components/table/use-window.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { toneIcon, toneText } from "@/components/ui/tone.ts";
import type { KindName } from "@/lib/contract/kinds.ts";
import type { Row } from "@/lib/contract/live.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "./session-context.tsx";

const found: { kind: KindName; title: string }[] = [
  { kind: "pods", title: "Pods" },
  { kind: "images", title: "Images" },
  { kind: "nodes", title: "Nodes" },
];

/** `onFound` is called after rows came or went. */
type ResultsProps = { text: string; go: (href: string) => void; onFound: () => void };

/** Live matches in the whole cluster, a few of each kind. */
export function SearchResults({ text, go, onFound }: ResultsProps) {
  return found.map(({ kind, title }) => (
    <Matches key={kind} kind={kind} title={title} text={text} go={go} onFound={onFound} />
  ));
}

type MatchesProps = ResultsProps & { kind: KindName; title: string };

function Matches({ kind, title, text, go, onFound }: MatchesProps) {
  const { cluster } = useSession();
  // A column named outright keeps names such as `a:b` from being read as filters.
  const term = `name:"${text.replaceAll(/["\\]/g, "")}"`;
  const view = useWindow({ kind, cluster, filter: term, rows: 6 });
  const keys = view.rows.map((row) => row.key).join(" ");
  const seen = useRef("");
  useEffect(() => {
    if (seen.current === keys) return;
    seen.current = keys;
    // The palette sorts what it shows after this.
    const timer = setTimeout(onFound);
    return () => clearTimeout(timer);
  }, [keys, onFound]);
  if (view.rows.length === 0) return null;
  return (
    <Command.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-fg-3 [&_[cmdk-group-heading]]:text-sm"
    >
      {view.rows.slice(0, 6).map((row) => (
        <Command.Item
          key={row.key}
          value={`found ${kind} ${row.key}`}
          onSelect={() => go(hrefOf(cluster, kind, row))}
          className="flex h-8 cursor-default select-none items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover"
        >
          <Tone row={row} />
          <span className="min-w-0 flex-1 truncate">{word(row, "name")}</span>
          <span className="truncate text-fg-3 text-sm">{kind === "nodes" ? "" : word(row, "node")}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function Tone({ row }: { row: Row }) {
  const cell = row.cells.status;
  if (typeof cell !== "object" || cell === null) return null;
  return (
    <span className={`inline-flex w-28 flex-none items-center gap-1.5 text-sm ${toneText[cell.tone]}`}>
      <Icon of={toneIcon[cell.tone]} />
      <span className="truncate">{capital(plainText(cell.word))}</span>
    </span>
  );
}

function word(row: Row, column: string): string {
  const cell = row.cells[column];
  return typeof cell === "string" ? plainText(cell) : "";
}

/** Keys are `node/uuid`, `node/id` and `node` (lib/contract/live.ts). */
function hrefOf(cluster: string, kind: KindName, row: Row): string {
  const [node = "", id = ""] = row.key.split("/");
  if (kind === "pods") return paths.pod(cluster, node, id);
  return kind === "images" ? paths.image(cluster, node, id) : paths.node(cluster, node);
}
