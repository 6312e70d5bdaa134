import { Banner } from "@/components/ui/banner.tsx";
import { Progress } from "@/components/ui/progress.tsx";
import type { ClusterStatus } from "@/lib/contract/cluster-status.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";

const titles: Partial<Record<ClusterStatus["state"], string>> = {
  off: "The embedded Kubernetes is off",
  "no-go": "The embedded Kubernetes cannot be built",
  "no-space": "There is no room to build the embedded Kubernetes",
  failed: "The embedded Kubernetes failed",
  stopping: "The embedded Kubernetes stops",
};

/** How the embedded cluster comes to be: what it does now and how far it is, or why it is not there. Nothing once it is ready. */
export function ClusterProgress({ status, className }: { status: ClusterStatus; className?: string }) {
  const { state, done } = status;
  const note = plainText(status.note);
  if (state === "ready") return null;
  if (state === "building" || state === "starting") {
    const doing = note === "" ? state : note;
    return (
      <div className={className}>
        <Progress doing={capital(doing)} share={done} />
      </div>
    );
  }
  return (
    <Banner tone={state === "failed" ? "bad" : "warn"} title={titles[state] ?? "It is not there"} className={className}>
      {note === "" ? null : <p className="whitespace-pre-line">{`${capital(note)}`}</p>}
    </Banner>
  );
}
