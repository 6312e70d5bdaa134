import { Circle, CircleCheck } from "lucide-react";
import { Icon } from "@/components/ui/icon.tsx";
import { Progress } from "@/components/ui/progress.tsx";
import { Spinner } from "@/components/ui/spinner.tsx";
import { formatBytes } from "@/lib/format/bytes.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { type StepName, type StepState, type Steps, stepOrder, stepState } from "./transfer-steps.ts";

const words: Record<StepName, string> = {
  resolve: "Ask for it",
  download: "Download",
  verify: "Verify",
  unpack: "Unpack",
  commit: "Record",
};

/** What a fetch, an upload or a verification has done and is doing, step by step. `wanted`: steps that it will have. */
export function TransferProgress({ steps, wanted = stepOrder }: { steps: Steps | null; wanted?: StepName[] }) {
  if (steps === null) return <Progress doing="Waiting for the node" share={null} />;
  const now = stepState(steps, steps.current);
  return (
    <div>
      <ol aria-label="Steps" className="mb-3 flex flex-col gap-1">
        {wanted.map((step) => {
          const state = stepState(steps, step);
          if (state === null && step === "resolve") return null;
          const isOver = state?.isOver === true;
          return (
            <li key={step} className={`flex min-h-5 items-center gap-2 ${state === null ? "text-fg-3" : ""}`}>
              {state === null ? (
                <Icon of={Circle} className="text-fg-3" />
              ) : isOver ? (
                <Icon of={CircleCheck} className="text-ok" />
              ) : (
                <Spinner />
              )}
              <span>{words[step]}</span>
              <span className="sr-only">{state === null ? "not begun" : isOver ? "done" : "under way"}</span>
              {state === null ? null : <span className="ml-auto text-fg-2 tabular-nums">{amount(state)}</span>}
            </li>
          );
        })}
      </ol>
      {now === null ? null : (
        <Progress
          doing={now.parts > 1 ? `${words[steps.current]}: ${formatPlural(now.parts, "part")}` : visibleName(now.what)}
          share={now.total !== null && now.total > 0 ? Math.min(1, now.done / now.total) : null}
        />
      )}
    </div>
  );
}

function amount({ done, total }: StepState): string {
  if (total !== null && total > 0)
    return done >= total ? formatBytes(total) : `${formatBytes(done)} of ${formatBytes(total)}`;
  return done > 0 ? formatBytes(done) : "";
}
