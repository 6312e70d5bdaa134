"use client";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { useCluster } from "./cluster-context.tsx";
import { ClusterWaiting } from "./cluster-waiting.tsx";
import { placeOf } from "./page-place.ts";

/** Pages that need nothing of the cluster itself. */
const always = ["settings", "account", "audit"];

/**
 * The page, or what the cluster is doing while there is nothing to show of it. A cluster that went down keeps its pages:
 * their lists say how old they are. It comes to life by itself.
 */
export function ClusterGate({ children }: { children: ReactNode }) {
  const { name, isFleet, clusters, kinds, kindsAnswer } = useCluster();
  const section = placeOf(usePathname())?.section ?? "";
  const entry = clusters.find((one) => one.name === name);
  const isOpen = isFleet || kinds.length > 0 || always.includes(section);
  const router = useRouter();
  const was = useRef(isOpen);
  useEffect(() => {
    // What the server could not tell when the page was made it can tell now.
    if (isOpen && !was.current) router.refresh();
    was.current = isOpen;
  }, [isOpen, router]);
  return isOpen || entry === undefined ? children : <ClusterWaiting entry={entry} answer={kindsAnswer} />;
}
