"use client";
import { CircleAlert, RotateCw } from "lucide-react";
import { toProblem } from "@/lib/format/problem.ts";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { ForbiddenPanel } from "./forbidden-panel.tsx";
import { Icon } from "./icon.tsx";

export type ErrorPanelProps = {
  /** What failed, as a sentence of its own: `The pods cannot be listed`. */
  what: string;
  /** Anything thrown; its code, sentence and request id are found. */
  error: unknown;
  onRetry?: () => void;
};

/** In place of what could not be shown: what failed, why, what to try, and the request id to copy. */
export function ErrorPanel({ what, error, onRetry }: ErrorPanelProps) {
  const problem = toProblem(error);
  if (problem.code === "forbidden" || problem.code === "kube-forbidden")
    return <ForbiddenPanel why={problem.why} requestId={problem.requestId} />;
  return (
    <div role="alert" className="mx-auto flex max-w-[60ch] flex-col gap-2 px-4 py-12">
      <p className="flex items-start gap-2 font-semibold">
        <Icon of={CircleAlert} size={16} className="mt-0.5 text-bad" />
        {what}
      </p>
      <p className="break-words text-fg-2">{problem.why}</p>
      {problem.tries.length > 0 ? (
        <ul className="list-disc pl-4 text-fg-2">
          {problem.tries.map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ul>
      ) : null}
      <div className="mt-2 flex flex-wrap items-center gap-3">
        {onRetry ? (
          <Button icon={RotateCw} onClick={onRetry}>
            Try again
          </Button>
        ) : null}
        {problem.requestId ? (
          <span className="mono text-fg-3">
            request {problem.requestId} <CopyButton text={problem.requestId} what="request id" />
          </span>
        ) : null}
      </div>
    </div>
  );
}
