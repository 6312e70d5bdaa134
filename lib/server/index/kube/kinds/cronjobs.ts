import { text, time } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { imagesOf, type PodTemplate } from "./replicas.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type CronJob = KubeObject & {
  spec?: {
    schedule?: string;
    timeZone?: string;
    suspend?: boolean;
    concurrencyPolicy?: string;
    jobTemplate?: { spec?: { template?: PodTemplate } };
  };
  status?: { active?: unknown[]; lastScheduleTime?: string; lastSuccessfulTime?: string };
};

export const cronjobs: TypedKind = {
  name: "cronjobs.batch",
  title: "Cron jobs",
  section: "workloads",
  columns: [
    column("schedule", "Schedule", "mono", 130),
    column("suspended", "Suspended", "text", 90),
    column("active", "Active", "number", 70),
    column("lastRun", "Last run", "time", 90),
    column("lastSuccess", "Last success", "time", 100),
    column("images", "Images", "mono", 300),
    hiddenColumn("timeZone", "Time zone", "text", 120),
    hiddenColumn("concurrency", "Concurrency", "text", 110),
  ],
  project(object) {
    const { spec = {}, status: now = {}, metadata } = object as CronJob;
    const active = now.active?.length ?? 0;
    const word = spec.suspend
      ? status("Suspended", "warn")
      : active > 0
        ? status("Running", "ok")
        : status("Scheduled", "idle");
    return {
      status: metadata?.deletionTimestamp ? status("Terminating", "busy") : word,
      schedule: text(spec.schedule),
      suspended: spec.suspend ? "yes" : "no",
      active,
      lastRun: time(now.lastScheduleTime),
      lastSuccess: time(now.lastSuccessfulTime),
      images: imagesOf(spec.jobTemplate?.spec?.template),
      timeZone: text(spec.timeZone),
      concurrency: text(spec.concurrencyPolicy),
    };
  },
};
