"use client";
import { now } from "@/components/ui/clock.ts";
import { Fact } from "@/components/ui/facts.tsx";
import { formatDuration } from "@/lib/format/duration.ts";
import { formatTime } from "@/lib/format/time.ts";
import { Moment } from "../parts/moment.tsx";
import { Mono } from "../parts/mono.tsx";
import { RelatedTable } from "../parts/related-table.tsx";
import { TemplateContainers } from "../parts/template-containers.tsx";
import { at, flag, list, number, text } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";
import { nextRun } from "./schedule.ts";

function CronJobFacts({ object }: PartProps) {
  const zone = text(object, "spec", "timeZone") ?? "UTC";
  const schedule = text(object, "spec", "schedule") ?? "";
  const isSuspended = flag(object, "spec", "suspend");
  const next = isSuspended ? null : nextRun(schedule, now(), zone);
  const last = text(object, "status", "lastScheduleTime");
  const good = text(object, "status", "lastSuccessfulTime");
  return (
    <>
      <Fact label="Schedule">
        <Mono text={schedule} /> <span className="text-fg-3">{zone}</span>
      </Fact>
      <Fact label="Next run">
        {isSuspended ? (
          <span className="text-fg-2">none, it is suspended</span>
        ) : next === null ? null : (
          <>
            {formatTime(next)} <span className="text-fg-3">in {formatDuration(Math.max(0, next - now()))}</span>
          </>
        )}
      </Fact>
      <Fact label="Last run">{last ? <Moment at={last} /> : null}</Fact>
      <Fact label="Last success">{good ? <Moment at={good} /> : null}</Fact>
      <Fact label="Active">{list(object, "status", "active").length}</Fact>
      <Fact label="While one runs">{text(object, "spec", "concurrencyPolicy")}</Fact>
      <Fact label="Jobs kept">
        {number(object, "spec", "successfulJobsHistoryLimit") ?? 3} done,{" "}
        {number(object, "spec", "failedJobsHistoryLimit") ?? 1} failed
      </Fact>
    </>
  );
}

export const cronjobs: KindView = {
  main: ({ object }) => <TemplateContainers template={at(object, "spec", "jobTemplate", "spec", "template")} />,
  facts: CronJobFacts,
  more: ({ object, cluster }) => (
    <RelatedTable
      title="Jobs"
      query={{
        kind: "jobs.batch",
        cluster,
        namespaces: [namespaceOf(object) ?? ""],
        filter: `owner=${JSON.stringify(`CronJob/${object.metadata.name}`)}`,
      }}
      columns={[{ id: "ready", title: "Completions" }]}
      empty="It has made none yet, or they were cleaned up."
    />
  ),
};
