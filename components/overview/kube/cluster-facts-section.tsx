"use client";
import Link from "next/link";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { clusterTone, clusterWords } from "@/components/layout/cluster-words.ts";
import { Banner } from "@/components/ui/banner.tsx";
import { cx } from "@/components/ui/cx.ts";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Status } from "@/components/ui/status.tsx";
import { type Tone, toneText } from "@/components/ui/tone.ts";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { useKindWindow } from "./use-kind-window.ts";
import { useListHref } from "./use-list-href.ts";

const words: Record<ClusterEntry["state"], string> = {
  ready: "Answers",
  starting: "Is starting",
  down: "Does not answer",
  "needs-token": "Needs your token",
  off: "Off",
};
const componentTones: Record<string, Tone> = { running: "ok", starting: "busy", waiting: "busy", restarting: "warn" };

/** Whether the API server answers, what it is made of, and how many nodes are ready. */
export function ClusterFactsSection({ isSilent }: { isSilent: boolean }) {
  const { name, clusters } = useCluster();
  const href = useListHref();
  const nodes = useKindWindow("nodes", { rows: 1 });
  const entry = clusters.find((one) => one.name === name);
  if (entry === undefined) return null;
  const counts = nodes?.counts ?? null;
  const ready = counts?.byStatus.Ready ?? 0;
  return (
    <Section
      title="Health"
      action={
        <Link href={paths.settings(name, "clusters")} prefetch={false} className="link text-sm">
          Clusters
        </Link>
      }
    >
      {entry.warnings.map((warning) => (
        <Banner key={warning} tone="warn" title={plainText(warning)} className="mb-3" />
      ))}
      <Facts>
        <Fact label="API server">
          {isSilent && entry.state === "ready" ? (
            <Status tone="bad" word={words.down} />
          ) : (
            <Status tone={clusterTone(entry)} word={words[entry.state]} />
          )}
          {entry.state !== "ready" && entry.why ? (
            <span className={`block ${toneText.bad}`}>{plainText(entry.why)}</span>
          ) : null}
        </Fact>
        {(entry.embedded?.components ?? []).map(({ name: component, state, why, restarts }) => (
          <Fact key={component} label={component.replace(/^kube-/, "")}>
            <Status tone={componentTones[state] ?? "bad"} word={capital(state)} />
            {restarts > 0 ? <span className="ml-2 text-fg-3">{formatPlural(restarts, "restart")}</span> : null}
            {state !== "running" && why ? <span className="block text-fg-2">{plainText(why)}</span> : null}
          </Fact>
        ))}
        {counts === null ? null : (
          <Fact label="Nodes ready">
            <Link
              href={href("nodes")}
              prefetch={false}
              className={cx("tabular-nums hover:underline", ready < counts.total && toneText.bad)}
            >
              {ready} of {counts.total}
            </Link>
          </Fact>
        )}
        <Fact label="Cluster">{clusterWords({ ...entry, state: "ready" })}</Fact>
        <Fact label="Address">
          {entry.server ? <span className="mono break-all">{plainText(entry.server)}</span> : null}
        </Fact>
        <Fact label="You act">{acting(entry)}</Fact>
      </Facts>
    </Section>
  );
}

function acting({ access, owner }: ClusterEntry): string {
  if (access === "impersonate") return "as yourself";
  if (access === "token") return "with your own token";
  return owner === null ? "as the kubeconfig's user" : `as the kubeconfig's user, added by ${plainText(owner)}`;
}
