import { Banner } from "@/components/ui/banner.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import type { Problem } from "@/lib/format/problem.ts";

/** Why a form was refused, above its buttons. */
export function FormProblem({ problem, className }: { problem: Problem | null; className?: string }) {
  if (problem === null) return null;
  return (
    <Banner tone="bad" title={problem.why} className={className}>
      {problem.tries.map((hint) => (
        <p key={hint}>{hint}</p>
      ))}
      {problem.requestId ? (
        <p className="mono">
          request {problem.requestId} <CopyButton text={problem.requestId} what="request id" />
        </p>
      ) : null}
    </Banner>
  );
}
