"use client";
import Link from "next/link";
import { useSession } from "@/components/layout/session-context.tsx";
import { guessTone } from "@/components/table/guess-tone.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { type Tone, toneIcon, toneText } from "@/components/ui/tone.ts";
import type { Row } from "@/lib/contract/live.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { useKindWindow } from "./use-kind-window.ts";
import { useListHref } from "./use-list-href.ts";

const shown = 4;

type Props = { kind: string; one: string; many: string; word: string; count: number };

/** All of a kind in one bad state: the state, how many, the newest of them by name. */
export function FailingGroup({ kind, one, many, word, count }: Props) {
  const href = useListHref();
  const view = useKindWindow(kind, { status: [word], rows: shown, sort: [{ column: "age", desc: true }] });
  const rows = view?.rows.slice(0, shown) ?? [];
  const tone = worstTone(rows) ?? guessTone(word);
  return (
    <div className="flex items-start gap-2.5 border-line border-t px-3 py-2 first:border-t-0 hover:bg-hover">
      <Icon of={toneIcon[tone]} className={`mt-[3px] ${toneText[tone]}`} />
      <div className="min-w-0 flex-1">
        <p>
          <Link
            href={href(kind, { status: [word] })}
            prefetch={false}
            className="inline-block font-medium text-accent hover:underline"
          >
            {capital(plainText(word))}
          </Link>{" "}
          <span className="text-fg-2">{formatPlural(count, one, many)}</span>
        </p>
        <p className="flex flex-wrap gap-x-3 text-fg-2">
          {rows.map((row) => (
            <Name key={row.key} kind={kind} row={row} state={word} />
          ))}
          {count > rows.length && rows.length > 0 ? (
            <span className="text-fg-3">and {count - rows.length} more</span>
          ) : null}
        </p>
      </div>
    </div>
  );
}

/** One word can be a failure of one and a passing state of another. */
function worstTone(rows: readonly Row[]): Tone | null {
  const tones = rows.flatMap(({ cells: { status } }) =>
    typeof status === "object" && status !== null ? [status.tone] : [],
  );
  return tones.includes("bad") ? "bad" : (tones[0] ?? null);
}

/** Keys of mixed lists begin with the kind. A reason that only repeats the state of the group is left out. */
function Name({ kind, row, state }: { kind: string; row: Row; state: string }) {
  const { cluster } = useSession();
  const parts = row.key.split("/");
  const own = kind === "workloads" ? (parts.shift() ?? kind) : kind;
  const name = parts.pop() ?? "";
  const namespace = parts.pop() ?? null;
  const reason = row.cells.reason === state ? null : row.cells.reason;
  return (
    <span className="min-w-0 max-w-full [overflow-wrap:anywhere]">
      <Link
        href={paths.object(cluster, own, namespace, name)}
        prefetch={false}
        className="inline-block max-w-full hover:underline"
      >
        {plainText(name)}
      </Link>
      <span className="text-fg-3">
        {namespace === null ? "" : ` in ${plainText(namespace)}`}
        {typeof reason === "string" && reason !== "" ? `: ${plainText(reason)}` : ""}
      </span>
    </span>
  );
}
