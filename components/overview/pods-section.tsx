import Link from "next/link";
import { useSession } from "@/components/layout/session-context.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { Tone } from "@/components/ui/tone.ts";
import type { Counts } from "@/lib/contract/live.ts";
import { podState, wordTone } from "@/lib/contract/pod-state.ts";
import { formatCount } from "@/lib/format/number.ts";
import { paths } from "@/lib/paths.ts";
import { StatusSplit } from "./status-split.tsx";

function toneOf(word: string): Tone {
  if (word === "failed") return "bad";
  const state = podState.safeParse(word);
  return state.success ? wordTone(state.data) : "idle";
}

/** The fleet's pods by state. */
export function PodsSection({ counts }: { counts: Counts }) {
  const { cluster } = useSession();
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
      <StatusSplit
        byStatus={counts.byStatus}
        tone={toneOf}
        href={(word) => `${paths.pods(cluster)}?status=${encodeURIComponent(word)}`}
      />
    </Section>
  );
}
