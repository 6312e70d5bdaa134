"use client";
import { Lock, Plug } from "lucide-react";
import { useState } from "react";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { now, useTicking } from "@/components/ui/clock.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Progress } from "@/components/ui/progress.tsx";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatDuration } from "@/lib/format/duration.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import type { ClusterFacts } from "./cluster-context.tsx";
import { CredentialRefused } from "./credential-refused.tsx";

/** An answer later than that is said to be missing. */
const silentMs = 5_000;

const titles: Record<ClusterEntry["state"], (name: string) => string> = {
  ready: (name) => `${name} is being read`,
  starting: (name) => `${name} is starting`,
  down: (name) => `${name} does not answer`,
  "needs-token": (name) => `${name} needs a token of yours`,
  off: (name) => `${name} is off`,
};

type Props = { entry: ClusterEntry; answer: ClusterFacts["kindsAnswer"] };

/** What a cluster is doing, or why it cannot be looked at, and what to do about it. */
export function ClusterWaiting({ entry, answer }: Props) {
  const { name, state, why, embedded } = entry;
  const silent = useSilence();
  if (state === "ready" && answer === "none") return <NothingToList name={name} />;
  if (state === "ready" && typeof answer === "object" && answer.code === "cluster-auth")
    return <CredentialRefused why={answer.why} page />;
  const isBusy = state === "starting" || state === "ready";
  const doing = state === "ready" ? "asking which kinds it has" : plainText(embedded?.note || why || "connecting");
  return (
    <EmptyState
      page
      icon={Plug}
      title={state === "off" && embedded === null ? `You cannot open ${name}` : titles[state](name)}
      action={
        state === "ready" ? undefined : (
          <ButtonLink href={paths.settings(name, "clusters")}>
            {state === "needs-token" ? "Add a token" : "Clusters in settings"}
          </ButtonLink>
        )
      }
    >
      {isBusy ? (
        <div className="mt-2 w-80 max-w-full text-left">
          <Progress doing={capital(doing)} share={state === "ready" ? null : (embedded?.done ?? null)} />
        </div>
      ) : (
        <p>{why === null ? "Nothing more is known." : `${capital(plainText(why))}.`}</p>
      )}
      {state === "ready" && typeof answer === "object" ? <p className="mt-3">{capital(answer.why)}.</p> : null}
      {state === "ready" && answer === "waiting" && silent !== "" ? (
        <p className="mt-3">It has not answered for {silent}: it is slow, or it hangs.</p>
      ) : null}
      <p className="mt-3">This page goes on by itself.</p>
    </EmptyState>
  );
}

/** Somebody whom the cluster gives no right to list anything. */
function NothingToList({ name }: { name: string }) {
  return (
    <EmptyState page icon={Lock} title={`You may list nothing in ${name}`}>
      <p>Whoever administers the cluster gives rights by a RoleBinding or ClusterRoleBinding that names you.</p>
      <p className="mt-3">This page goes on by itself.</p>
    </EmptyState>
  );
}

/** How long this has been on the screen, in words; empty for the first seconds. */
function useSilence(): string {
  const [since] = useState(now);
  return useTicking((at) => (at - since < silentMs ? "" : formatDuration(Math.floor((at - since) / 1000) * 1000)), "");
}
