import Link from "next/link";
import { Icon } from "@/components/ui/icon.tsx";
import { type Tone, toneIcon, toneText } from "@/components/ui/tone.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";

const bar: Record<Tone, string> = {
  ok: "fill-ok",
  busy: "fill-busy",
  warn: "fill-warn",
  bad: "fill-bad",
  idle: "fill-idle",
};
const order: Record<Tone, number> = { ok: 0, busy: 1, warn: 2, bad: 3, idle: 4 };

/** How many are in which state: one bar for all, one number each that leads to its list. */
export function StatusSplit(props: {
  byStatus: Readonly<Record<string, number>>;
  tone: (word: string) => Tone;
  href: (word: string) => string;
}) {
  const states = Object.entries(props.byStatus)
    .map(([word, count]) => ({ word, count, tone: props.tone(word) }))
    .sort((a, b) => order[a.tone] - order[b.tone] || b.count - a.count);
  const total = states.reduce((sum, { count }) => sum + count, 0);
  let x = 0;
  const pieces = states.map((state) => {
    const width = (state.count / Math.max(1, total)) * 1000;
    const piece = { ...state, x, width };
    x += width;
    return piece;
  });
  return (
    <>
      <svg
        viewBox="0 0 1000 6"
        preserveAspectRatio="none"
        aria-hidden="true"
        className="mb-3 h-1.5 w-full overflow-hidden rounded-full bg-idle-weak"
      >
        {pieces.map(({ word, tone, x: start, width }) => (
          <rect key={word} x={start} width={Math.max(0, width - 2)} height="6" className={bar[tone]} />
        ))}
      </svg>
      <ul className="flex flex-wrap gap-x-8 gap-y-3">
        {states.map(({ word, count, tone }) => (
          <li key={word} className="min-w-0">
            <Link href={props.href(word)} prefetch={false} className="group block">
              <span className="block font-semibold text-xl tabular-nums tracking-[-.015em] group-hover:underline group-hover:underline-offset-4">
                {formatCount(count)}
              </span>
              <span className={`flex items-center gap-1.5 text-sm ${toneText[tone]}`}>
                <Icon of={toneIcon[tone]} size={12} />
                <span className="truncate">{capital(plainText(word))}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
