"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Age } from "@/components/ui/age.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { lastWords } from "@/lib/api/console/logs.ts";
import type { PodRef } from "@/lib/api/console/pods.ts";
import type { App, Pod } from "@/lib/contract/pod.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

const howItEnded: Record<NonNullable<App["exitReason"]>, (app: App) => string> = {
  exited: (app) => `ended with code ${app.exitCode ?? "unknown"}`,
  oom: () => "ran out of memory and was killed",
  stopped: () => "was stopped",
  lost: () => "was lost: its exit code is unknown (255)",
  failed: () => "did not start",
};

/** What fails, its last words and what happens next. Nothing while all is well. */
export function FailureBanner({ pod, podRef }: { pod: Pod; podRef: PodRef }) {
  const failing = pod.apps.find(
    ({ state, exitCode, exitReason }) => state === "exited" && exitReason !== "stopped" && exitCode !== 0,
  );
  const words = useQuery({
    queryKey: ["last-words", podRef.cluster, podRef.node, podRef.uuid, failing?.name],
    queryFn: ({ signal }) => lastWords(podRef, failing?.name ?? "", { signal }),
    enabled: failing !== undefined && failing.exitReason !== "failed",
  });
  if (failing === undefined && pod.state !== "aborted") {
    if (pod.state === "exited" && pod.exitCode !== 0 && pod.reason)
      return <Banner tone="bad" title={capital(plainText(pod.reason))} className="mb-5" />;
    return null;
  }
  const name = failing ? plainText(failing.name) : "";
  // How an app ended by itself is the title's word already.
  const repeats = failing?.exitReason === "exited" || failing?.exitReason === "oom" || failing?.exitReason === "lost";
  const title = failing?.exitReason ? (
    <>
      App <span className="mono">{name}</span> {howItEnded[failing.exitReason](failing)}
      {failing.finishedAt ? (
        <>
          , <Age at={failing.finishedAt} form="ago" />
        </>
      ) : null}
      .
    </>
  ) : (
    "The pod could not be prepared."
  );
  return (
    <Banner tone="bad" title={title} className="mb-5">
      {pod.reason && !repeats ? <span>{capital(plainText(pod.reason))}. </span> : null}
      {words.data ? (
        <span>
          Its last words: <span className="mono break-words">{plainText(words.data)}</span>.{" "}
        </span>
      ) : null}
      {failing ? (
        <Link
          className="link underline"
          href={`${paths.pod(podRef.cluster, podRef.node, podRef.uuid, "logs")}&app=${encodeURIComponent(failing.name)}`}
        >
          Logs of {name}
        </Link>
      ) : null}
    </Banner>
  );
}
