"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Play, Square, SquareTerminal, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { type PodRef, removePod, startPod, stopPod } from "@/lib/api/console/pods.ts";
import type { Pod } from "@/lib/contract/pod.ts";
import { podCan } from "@/lib/contract/pod-state.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { paths } from "@/lib/paths.ts";
import { podKey } from "./use-pod.ts";

/** What can be done with a pod. What is not allowed now is there with its reason. */
export function PodActions({ pod, podRef }: { pod: Pod; podRef: PodRef }) {
  const [asked, setAsked] = useState<"stop" | "remove" | null>(null);
  const [starting, setStarting] = useState(false);
  const queries = useQueryClient();
  const router = useRouter();
  const deniedStart = useDenied("start", "pod");
  const deniedStop = useDenied("stop", "pod");
  const deniedRemove = useDenied("remove", "pod");
  const deniedExec = useDenied("open", "exec");
  const name = plainText(pod.name);
  const refresh = () => queries.invalidateQueries({ queryKey: podKey(podRef) });
  const start = async () => {
    setStarting(true);
    try {
      await startPod(podRef);
    } catch (error) {
      const problem = toProblem(error);
      showToast({ tone: "bad", title: `Pod ${name} did not start`, detail: problem.why, requestId: problem.requestId });
    }
    setStarting(false);
    await refresh();
  };
  const ended = pod.state === "exited";
  return (
    <>
      {pod.state === "prepared" ? (
        <Button
          icon={Play}
          variant="primary"
          busy={starting}
          disabledReason={deniedStart ?? podCan.start(pod.state)}
          onClick={start}
        >
          Start
        </Button>
      ) : null}
      {deniedExec === null && podCan.exec(pod.state) === null ? (
        <ButtonLink icon={SquareTerminal} href={paths.pod(podRef.cluster, podRef.node, podRef.uuid, "terminal")}>
          Terminal
        </ButtonLink>
      ) : (
        <Button icon={SquareTerminal} disabledReason={deniedExec ?? podCan.exec(pod.state)}>
          Terminal
        </Button>
      )}
      <Button
        icon={Square}
        disabledReason={deniedStop ?? (ended ? "the pod has ended" : podCan.stop(pod.state))}
        onClick={() => setAsked("stop")}
      >
        Stop…
      </Button>
      <Button
        icon={Trash2}
        variant="danger"
        disabledReason={deniedRemove ?? podCan.remove(pod.state)}
        onClick={() => setAsked("remove")}
      >
        Remove…
      </Button>
      <ConfirmDialog
        open={asked === "stop"}
        onClose={() => setAsked(null)}
        title={`Stop pod ${name}?`}
        consequences={[
          `${pod.apps.length === 1 ? "Its app gets" : `Its ${pod.apps.length} apps get`} SIGTERM, and SIGKILL after 10 s.`,
          pod.ports.length > 0
            ? `${pod.ports.length === 1 ? "Host port" : "Host ports"} ${pod.ports.map(({ hostPort }) => hostPort).join(", ")} ${pod.ports.length === 1 ? "is" : "are"} closed.`
            : "Its address is given back.",
          "Logs and files stay until the pod is removed.",
        ]}
        confirm="Stop pod"
        danger
        onConfirm={async () => {
          await stopPod(podRef);
          showToast({ tone: "ok", title: `Pod ${name} stopped` });
          await refresh();
        }}
      />
      <ConfirmDialog
        open={asked === "remove"}
        onClose={() => setAsked(null)}
        title={`Remove pod ${name}?`}
        consequences={[
          "Its logs and the files that its apps wrote are deleted for good.",
          ...(pod.volumes.some(({ kind }) => kind === "empty") ? ["Its empty volumes are deleted with it."] : []),
          "Images and host folders stay.",
        ]}
        confirm="Remove pod"
        danger
        onConfirm={async () => {
          await removePod(podRef);
          showToast({ tone: "ok", title: `Pod ${name} removed` });
          router.push(paths.pods(podRef.cluster));
        }}
      />
    </>
  );
}
