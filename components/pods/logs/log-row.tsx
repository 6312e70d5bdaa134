import { memo } from "react";
import { cx } from "@/components/ui/cx.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import type { HeldLine, Severity } from "./log-lines.ts";

const edge: Record<Severity, string> = {
  error: "bg-bad",
  warn: "bg-warn",
  info: "bg-transparent",
  debug: "bg-transparent",
};

/** One line of a log: time, app, text. stderr and severity have a mark at the left edge and a word for those who listen. */
export const LogRow = memo(function LogRow(props: {
  line: HeldLine;
  wrap: boolean;
  times: boolean;
  showApp: boolean;
  search: string;
}) {
  const { line, wrap, times, showApp, search } = props;
  return (
    <div className="mono relative flex min-h-[18px] gap-3 pr-4 pl-4 leading-[18px] hover:bg-hover">
      <span
        aria-hidden="true"
        className={cx("absolute inset-y-0 left-0 w-[3px]", line.severity ? edge[line.severity] : "")}
      />
      {times ? <time className="flex-none text-fg-3">{line.time.slice(11, 23)}</time> : null}
      {showApp ? <span className="w-24 flex-none truncate max-md:w-16 text-accent">{plainText(line.app)}</span> : null}
      <span className="w-[3ch] flex-none text-warn">{line.stream === "stderr" ? "err" : ""}</span>
      <span className={cx("min-w-0", wrap ? "whitespace-pre-wrap break-all" : "whitespace-pre")}>
        <Marked text={line.text} search={search} />
      </span>
    </div>
  );
});

/** The text with what was searched marked. */
function Marked({ text, search }: { text: string; search: string }) {
  if (search === "") return text;
  const pieces: { at: number; text: string; hit: boolean }[] = [];
  const lower = text.toLowerCase();
  const needle = search.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(needle); at >= 0 && pieces.length < 200; at = lower.indexOf(needle, from)) {
    if (at > from) pieces.push({ at: from, text: text.slice(from, at), hit: false });
    pieces.push({ at, text: text.slice(at, at + needle.length), hit: true });
    from = at + needle.length;
  }
  pieces.push({ at: from, text: text.slice(from), hit: false });
  return pieces.map((piece) =>
    piece.hit ? (
      <mark key={piece.at} className="rounded-sm bg-warn-weak text-fg">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
