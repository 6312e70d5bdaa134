"use client";
import { useSession } from "@/components/layout/session-context.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { failingContainer } from "../parts/container-failure.ts";
import { list, text } from "../read.ts";
import type { PartProps } from "../view-props.ts";

/** The embedded Kubernetes runs no kubelet yet. */
const withoutKubelet = "local";

/** Why a pod does not run yet. A container that fails already says so itself. */
export function PodPending({ object }: PartProps) {
  const { cluster } = useSession();
  if (text(object, "status", "phase") !== "Pending" || object.metadata.deletionTimestamp !== undefined) return null;
  if (failingContainer(object) !== null) return null;
  const scheduled = list(object, "status", "conditions").find((one) => text(one, "type") === "PodScheduled");
  const why = text(scheduled, "status") === "False" ? text(scheduled, "message") : null;
  const node = text(object, "spec", "nodeName");
  if (cluster === withoutKubelet)
    return (
      <Banner tone="busy" title="The pod stays pending." className="mb-5">
        No kubelet belongs to this embedded Kubernetes yet, so nothing here starts containers. All else of the pod is
        real.
        {why === null ? null : ` The scheduler says: ${why}`}
      </Banner>
    );
  if (why === null && node === null) return null;
  return (
    <Banner
      tone={why === null ? "busy" : "warn"}
      title={why === null ? "The pod is being started." : "No node takes the pod."}
      className="mb-5"
    >
      {why ?? `Node ${node} has it and prepares its containers.`}
    </Banner>
  );
}
