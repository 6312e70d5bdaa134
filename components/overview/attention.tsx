import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon.tsx";
import { type Tone, toneIcon, toneText } from "@/components/ui/tone.ts";

/** One thing that needs somebody: what it is, why, since when. */
export function Attention(props: { tone: Tone; href: string; name: string; since?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-start gap-2.5 border-line border-t px-3 py-2 first:border-t-0 hover:bg-hover">
      <Icon of={toneIcon[props.tone]} className={`mt-[3px] ${toneText[props.tone]}`} />
      <div className="min-w-0 flex-1">
        <Link
          href={props.href}
          prefetch={false}
          className="break-words font-medium text-accent hover:underline hover:underline-offset-2"
        >
          {props.name}
        </Link>
        <p className="break-words text-fg-2">{props.children}</p>
      </div>
      {props.since ? <span className="flex-none text-fg-3 text-sm">{props.since}</span> : null}
    </div>
  );
}
