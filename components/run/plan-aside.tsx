"use client";
import { JsonEditor } from "@/components/form/json-editor.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { PodPlanAnswer } from "@/lib/contract/agent-api.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { pathErrors } from "./faults.ts";

/** The manifest that the server made of the form, or why it made none. */
export function PlanAside({
  plan,
  error,
  isAsking,
  hasApps,
}: {
  plan: PodPlanAnswer | undefined;
  error: unknown;
  isAsking: boolean;
  hasApps: boolean;
}) {
  const state = !hasApps ? (
    <span className="text-fg-3">nothing chosen yet</span>
  ) : isAsking ? (
    <Status tone="busy" word="asking the node" />
  ) : error ? (
    <Status tone="bad" word="refused" />
  ) : (
    <Status tone="ok" word="valid" />
  );
  return (
    <aside className="min-w-0 max-lg:col-span-full" aria-live="polite">
      <Section title="Manifest" note={state}>
        {error ? <Faults error={error} /> : null}
        {plan ? <JsonEditor label="Manifest of the pod" value={JSON.stringify(plan.manifest, null, 2)} /> : null}
        {!plan && !error ? (
          <p className="text-fg-3">The pod manifest appears here as you choose, checked by the node at each step.</p>
        ) : null}
      </Section>
    </aside>
  );
}

function Faults({ error }: { error: unknown }) {
  const errors = pathErrors(error);
  const problem = toProblem(error);
  return (
    <div role="alert" className="mb-3 rounded-lg bg-bad-weak p-3">
      <p className="font-medium">
        {errors.length > 0 ? `${errors.length === 1 ? "One fault" : `${errors.length} faults`} to mend` : problem.why}
      </p>
      <ul className="mt-1 flex flex-col gap-1">
        {errors.map(({ path, message }) => (
          <li key={`${path}${message}`} className="break-words">
            <span className="mono">{plainText(path)}</span> {plainText(message)}
          </li>
        ))}
      </ul>
    </div>
  );
}
