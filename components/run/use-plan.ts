"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { planPod } from "@/lib/api/console/pods.ts";
import type { PodCreate } from "@/lib/contract/pod.ts";

/** Milliseconds of quiet after which the server is asked. */
const quiet = 350;

/** The server's dry run of the request, asked again when the typing pauses. What was planned last stays meanwhile. */
export function usePlan(cluster: string, node: string, request: PodCreate) {
  const text = JSON.stringify(request);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), quiet);
    return () => clearTimeout(timer);
  }, [text]);
  const isEmpty = (request.apps?.length ?? 0) === 0;
  const plan = useQuery({
    queryKey: ["plan", cluster, node, settled],
    queryFn: ({ signal }) => planPod(cluster, node, JSON.parse(settled) as PodCreate, { signal }),
    enabled: node !== "" && !isEmpty,
    placeholderData: (held) => held,
    retry: false,
  });
  return {
    plan: isEmpty ? undefined : plan.data,
    error: isEmpty ? null : plan.error,
    isAsking: plan.isFetching || text !== settled,
  };
}
