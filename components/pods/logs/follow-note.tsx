import { Status } from "@/components/ui/status.tsx";
import { plainText } from "@/lib/format/plain-text.ts";
import type { FollowState } from "./use-log-lines.ts";

const looks: Record<FollowState["state"], { tone: "ok" | "busy" | "warn" | "idle"; word: string }> = {
  following: { tone: "ok", word: "following" },
  connecting: { tone: "busy", word: "connecting" },
  reconnecting: { tone: "warn", word: "reconnecting" },
  ended: { tone: "idle", word: "ended" },
};
const worstFirst: FollowState["state"][] = ["reconnecting", "connecting", "following", "ended"];

/** How the followers are: the one that needs attention speaks. */
export function FollowNote({ states }: { states: ReadonlyMap<string, FollowState> }) {
  const all = [...states.entries()];
  const state = worstFirst.find((one) => all.some(([, held]) => held.state === one)) ?? "connecting";
  const [app, speaker] = all.find(([, held]) => held.state === state) ?? ["", undefined];
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <Status {...looks[state]} />
      {speaker?.why ? (
        <span className="truncate">
          {plainText(app)}: {plainText(speaker.why)}
        </span>
      ) : null}
    </span>
  );
}
