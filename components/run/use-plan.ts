"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { planPod } from "@/lib/api/console/pods.ts";
import type { PodCreate } from "@/lib/contract/pod.ts";

/** Milliseconds of quiet after which the server is asked. */
const quiet = 350;

const hasApps = ({ apps }: PodCreate) => (apps?.length ?? 0) > 0;

/** The server's dry run of the request, asked again when the typing pauses. What was planned last stays meanwhile. */
export function usePlan(cluster: string, node: string, request: PodCreate) {
  const text = JSON.stringify(request);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), quiet);
    return () => clearTimeout(timer);
  }, [text]);
  const isEmpty = !hasApps(request);
  const plan = useQuery({
    queryKey: ["plan", cluster, node, settled],
    queryFn: ({ signal }) => planPod(cluster, node, JSON.parse(settled) as PodCreate, { signal }),
    // The first choice shows at once, but what is settled is still the empty request before it.
    enabled: node !== "" && !isEmpty && hasApps(JSON.parse(settled) as PodCreate),
    placeholderData: (held) => held,
    retry: false,
  });
  return {
    plan: isEmpty ? undefined : plan.data,
    error: isEmpty ? null : plan.error,
    isAsking: plan.isFetching || text !== settled,
  };
}
