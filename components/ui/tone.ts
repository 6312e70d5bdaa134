import { CircleAlert, CircleCheck, CircleMinus, LoaderCircle, type LucideIcon, TriangleAlert } from "lucide-react";

/** Status colours mean status and nothing else: running, progressing, warning, failed, ended or unknown. */
export type Tone = "ok" | "busy" | "warn" | "bad" | "idle";

export const toneIcon: Record<Tone, LucideIcon> = {
  ok: CircleCheck,
  busy: LoaderCircle,
  warn: TriangleAlert,
  bad: CircleAlert,
  idle: CircleMinus,
};

export const toneText: Record<Tone, string> = {
  ok: "text-ok",
  busy: "text-busy",
  warn: "text-warn",
  bad: "text-bad",
  idle: "text-idle",
};

export const toneWeak: Record<Tone, string> = {
  ok: "bg-ok-weak",
  busy: "bg-busy-weak",
  warn: "bg-warn-weak",
  bad: "bg-bad-weak",
  idle: "bg-idle-weak",
};
