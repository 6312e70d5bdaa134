"use client";
import { Age } from "@/components/ui/age.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { formatTime, toMillis } from "@/lib/format/time.ts";

/** A point in time, exact and as an age. */
export function Moment({ at }: { at: string | null | undefined }) {
  if (!at || !Number.isFinite(toMillis(at))) return <Dash />;
  return (
    <>
      {formatTime(toMillis(at))}{" "}
      <span className="text-fg-3">
        <Age at={at} form="ago" tooltip={false} />
      </span>
    </>
  );
}
