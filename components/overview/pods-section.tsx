import Link from "next/link";
import { useSession } from "@/components/layout/session-context.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { Section } from "@/components/ui/section.tsx";
import { type Tone, toneIcon, toneText } from "@/components/ui/tone.ts";
import type { Counts } from "@/lib/contract/live.ts";
import { podState, wordTone } from "@/lib/contract/pod-state.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatCount } from "@/lib/format/number.ts";
import { paths } from "@/lib/paths.ts";

const bar: Record<Tone, string> = {
  ok: "fill-ok",
  busy: "fill-busy",
  warn: "fill-warn",
  bad: "fill-bad",
  idle: "fill-idle",
};
const order: Record<Tone, number> = { ok: 0, busy: 1, warn: 2, bad: 3, idle: 4 };

function toneOf(word: string): Tone {
  if (word === "failed") return "bad";
  const state = podState.safeParse(word);
  return state.success ? wordTone(state.data) : "idle";
}

/** Pods by state: one bar for all, one number each that leads to its list. */
export function PodsSection({ counts }: { counts: Counts }) {
  const { cluster } = useSession();
  const states = Object.entries(counts.byStatus)
    .map(([word, count]) => ({ word, count, tone: toneOf(word) }))
    .sort((a, b) => order[a.tone] - order[b.tone] || b.count - a.count);
  let x = 0;
  const pieces = states.map((state) => {
    const width = (state.count / Math.max(1, counts.total)) * 1000;
    const piece = { ...state, x, width };
    x += width;
    return piece;
  });
  return (
    <Section
      title="Pods"
      note={formatCount(counts.total)}
      action={
        <Link href={paths.pods(cluster)} prefetch={false} className="link text-sm">
          All pods
        </Link>
      }
    >
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
          <li key={word}>
            <Link
              href={`${paths.pods(cluster)}?status=${encodeURIComponent(word)}`}
              prefetch={false}
              className="group block"
            >
              <span className="block font-semibold text-xl tabular-nums tracking-[-.015em] group-hover:underline group-hover:underline-offset-4">
                {formatCount(count)}
              </span>
              <span className={`flex items-center gap-1.5 text-sm ${toneText[tone]}`}>
                <Icon of={toneIcon[tone]} size={12} />
                {capital(word)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
