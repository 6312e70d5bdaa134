"use client";
import { useQuery } from "@tanstack/react-query";
import { Age } from "@/components/ui/age.tsx";
import { cx } from "@/components/ui/cx.ts";
import { Section } from "@/components/ui/section.tsx";
import { listEvents } from "@/lib/api/console/events.ts";
import type { PodRef } from "@/lib/api/console/pods.ts";
import { sentence } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** What happened to the pod, newest first. `version` grows with every change, so each brings the events anew. */
export function usePodEvents(podRef: PodRef, version: number, limit: number) {
  return useQuery({
    queryKey: ["pod-events", podRef.cluster, podRef.node, podRef.uuid, limit, version],
    queryFn: ({ signal }) => listEvents(podRef.cluster, podRef.node, { object: podRef.uuid, limit }, { signal }),
    placeholderData: (held) => held,
  });
}

/** Newest first. The end of a pod's only app is the pod's end in the same words: said once. */
function told<T extends { message: string }>(events: readonly T[]): T[] {
  return events.filter(({ message }, at) => message !== events[at - 1]?.message).reverse();
}

export function PodTimeline({ podRef, version }: { podRef: PodRef; version: number }) {
  const events = usePodEvents(podRef, version, 12);
  if (!events.data || events.data.length === 0) return null;
  return (
    <Section title="What happened">
      <ol className="relative before:absolute before:top-2 before:bottom-2 before:left-[4px] before:w-px before:bg-line">
        {told(events.data).map((event) => (
          <li key={event.seq} className="relative mb-2.5 pl-5">
            <span
              aria-hidden="true"
              className={cx(
                "absolute top-[6px] left-0 size-[9px] rounded-full border-2 border-bg",
                event.level === "warning" ? "bg-bad" : event.user ? "bg-accent" : "bg-idle",
              )}
            />
            <span className="break-words">{sentence(plainText(event.message), event.user)}</span>{" "}
            <span className="text-fg-3 text-sm">
              {event.user ? `${plainText(event.user)}, ` : ""}
              <Age at={event.time} form="ago" />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
