import { owner, time } from "../cell.ts";
import type { Condition, KubeObject } from "../object.ts";
import { type StatusCell, status } from "../tone.ts";
import { imagesOf, type PodTemplate } from "./replicas.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Job = KubeObject & {
  spec?: { completions?: number; parallelism?: number; suspend?: boolean; template?: PodTemplate };
  status?: {
    active?: number;
    succeeded?: number;
    failed?: number;
    startTime?: string;
    completionTime?: string;
    conditions?: Condition[];
  };
};

export const jobs: TypedKind = {
  name: "jobs.batch",
  title: "Jobs",
  section: "workloads",
  columns: [
    column("ready", "Completions", "text", 100),
    column("active", "Active", "number", 70),
    column("failed", "Failed", "number", 70),
    column("duration", "Duration, s", "number", 100),
    column("owner", "Owner", "text", 200),
    column("images", "Images", "mono", 300),
    hiddenColumn("desired", "Desired", "number", 80),
    hiddenColumn("started", "Started", "time", 90),
    hiddenColumn("finished", "Finished", "time", 90),
  ],
  project(object) {
    const job = object as Job;
    const { spec = {}, status: now = {}, metadata = {} } = job;
    const started = time(now.startTime);
    const ended = (now.conditions ?? []).find(({ type, status: value }) => value === "True" && type === "Failed");
    const finished = time(now.completionTime) ?? time(ended?.lastTransitionTime);
    return {
      status: jobStatus(job),
      ready: completions(job),
      active: now.active ?? 0,
      failed: now.failed ?? 0,
      // Of a job that runs the age tells.
      duration: started !== null && finished !== null ? Math.round((finished - started) / 1000) : null,
      owner: owner(metadata),
      images: imagesOf(spec.template),
      desired: spec.completions ?? spec.parallelism ?? 1,
      started,
      finished,
    };
  },
};

/** `2/3`; `0/1 of 5` where any one of five is enough. */
function completions({ spec = {}, status: now = {} }: Job): string {
  const done = now.succeeded ?? 0;
  if (spec.completions !== undefined) return `${done}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 1;
  return parallelism > 1 ? `${done}/1 of ${parallelism}` : `${done}/1`;
}

/** Words as kubectl has them. */
function jobStatus({ status: now = {}, metadata }: Job): StatusCell {
  const has = (wanted: string) =>
    now.conditions?.some(({ type, status: value }) => type === wanted && value === "True") ?? false;
  if (has("Complete")) return status("Complete", "idle");
  if (has("Failed")) return status("Failed", "bad");
  if (metadata?.deletionTimestamp) return status("Terminating", "busy");
  if (has("Suspended")) return status("Suspended", "warn");
  if (has("FailureTarget")) return status("FailureTarget", "bad");
  if (has("SuccessCriteriaMet")) return status("SuccessCriteriaMet", "busy");
  return status("Running", "ok");
}
