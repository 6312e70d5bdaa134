import { cx } from "@/components/ui/cx.ts";
import type { Term } from "./filter-syntax.ts";

/** The text of the filter with its terms marked, behind the input whose own letters are transparent. Both are mono, so they fall together. */
export function FilterMarks({ text, terms, scroll }: { text: string; terms: readonly Term[]; scroll: number }) {
  const pieces: { key: number; text: string; term: Term | null }[] = [];
  let at = 0;
  for (const term of terms) {
    if (term.start > at) pieces.push({ key: at, text: text.slice(at, term.start), term: null });
    pieces.push({ key: term.start, text: text.slice(term.start, term.end), term });
    at = term.end;
  }
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0 overflow-hidden">
      <div className="mono whitespace-pre leading-[26px]" style={{ transform: `translateX(${-scroll}px)` }}>
        {pieces.map((piece) => (
          <span
            key={piece.key}
            className={cx(
              piece.term?.fault
                ? "underline decoration-bad decoration-wavy underline-offset-4"
                : piece.term?.column &&
                    piece.term.value !== "" &&
                    "rounded-sm bg-accent-weak py-[3px] text-accent shadow-[0_0_0_2px_var(--accent-weak)]",
            )}
          >
            {piece.text}
          </span>
        ))}
      </div>
    </div>
  );
}
