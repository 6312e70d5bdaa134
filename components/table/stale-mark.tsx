"use client";
import { useTicking } from "@/components/ui/clock.ts";
import { formatAge } from "@/lib/format/duration.ts";

/** On a row whose node is down: how old what it says is. */
export function StaleMark({ asOf }: { asOf: number | null }) {
  const age = useTicking((now) => (asOf === null ? "" : formatAge(now - asOf)), "");
  return (
    <span
      title="its node does not answer; this is how it was"
      className="flex-none rounded-sm bg-warn-weak px-1.5 text-warn text-xs leading-[18px]"
    >
      {age === "" ? "old" : `${age} old`}
    </span>
  );
}
