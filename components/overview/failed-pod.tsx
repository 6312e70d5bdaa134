"use client";
import { useQuery } from "@tanstack/react-query";
import { Age } from "@/components/ui/age.tsx";
import { getPod } from "@/lib/api/console/pods.ts";
import type { Row } from "@/lib/contract/live.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { Attention } from "./attention.tsx";
import { failureOf } from "./failure.ts";

/** A pod that ended badly. The row knows that; why is asked of its node. */
export function FailedPod({ cluster, row }: { cluster: string; row: Row }) {
  const [node = "", uuid = ""] = row.key.split("/");
  const { exit, name, created } = row.cells;
  const pod = useQuery({
    queryKey: ["failed-pod", cluster, row.key, exit],
    queryFn: ({ signal }) => getPod({ cluster, node, uuid }, { signal }),
    staleTime: 60_000,
    enabled: !row.stale,
  });
  const known = typeof exit === "number" ? `It ended with code ${exit}` : "It ended badly";
  const since = pod.data?.finishedAt ?? (typeof created === "number" ? created : null);
  return (
    <Attention
      tone="bad"
      href={paths.pod(cluster, node, uuid)}
      name={typeof name === "string" ? plainText(name) : row.key}
      since={<Age at={since} form="ago" />}
    >
      {pod.data ? failureOf(pod.data) : known}, on {plainText(node)}.
    </Attention>
  );
}
