import { Fact } from "@/components/ui/facts.tsx";
import { formatDuration } from "@/lib/format/duration.ts";
import { toMillis } from "@/lib/format/time.ts";
import { Moment } from "../parts/moment.tsx";
import { TemplateContainers } from "../parts/template-containers.tsx";
import { at, flag, number, text } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";
import { OwnedPods, replicaOwners } from "./replica-owners.tsx";

function JobFacts({ object }: PartProps) {
  const begun = text(object, "status", "startTime");
  const ended = text(object, "status", "completionTime");
  const seconds = number(object, "spec", "activeDeadlineSeconds");
  const kept = number(object, "spec", "ttlSecondsAfterFinished");
  return (
    <>
      <Fact label="Completions">
        {number(object, "status", "succeeded") ?? 0} of {number(object, "spec", "completions") ?? 1} done,{" "}
        {number(object, "status", "active") ?? 0} active, {number(object, "status", "failed") ?? 0} failed
        {flag(object, "spec", "suspend") ? ", suspended" : ""}
      </Fact>
      <Fact label="At a time">{number(object, "spec", "parallelism") ?? 1}</Fact>
      <Fact label="Retries">at most {number(object, "spec", "backoffLimit") ?? 6}</Fact>
      {seconds === null ? null : <Fact label="Deadline">{formatDuration(seconds * 1000)}</Fact>}
      {kept === null ? null : <Fact label="Kept after its end">{formatDuration(kept * 1000)}</Fact>}
      <Fact label="Started">{begun ? <Moment at={begun} /> : null}</Fact>
      <Fact label="Ended">
        {ended && begun ? (
          <>
            <Moment at={ended} />{" "}
            <span className="text-fg-3">after {formatDuration(toMillis(ended) - toMillis(begun))}</span>
          </>
        ) : null}
      </Fact>
    </>
  );
}

export const jobs: KindView = {
  main: ({ object }) => <TemplateContainers template={at(object, "spec", "template")} />,
  facts: JobFacts,
  more: OwnedPods,
  pods: replicaOwners.pods,
};
