"use client";
import { Plug } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Progress } from "@/components/ui/progress.tsx";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

const titles: Record<ClusterEntry["state"], (name: string) => string> = {
  ready: (name) => `${name} is being read`,
  starting: (name) => `${name} is starting`,
  down: (name) => `${name} does not answer`,
  "needs-token": (name) => `${name} needs a token of yours`,
  off: (name) => `${name} is off`,
};

/** What a cluster is doing, or why it cannot be looked at, and what to do about it. */
export function ClusterWaiting({ entry }: { entry: ClusterEntry }) {
  const { name, state, why, embedded } = entry;
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
      <p className="mt-3">This page goes on by itself.</p>
    </EmptyState>
  );
}
