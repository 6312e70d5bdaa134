"use client";
import { useConnection, useLiveClient } from "@/components/table/live-context.tsx";
import { useTicking } from "@/components/ui/clock.ts";
import { cx } from "@/components/ui/cx.ts";
import { formatAge } from "@/lib/format/duration.ts";

/** Whether the page hears from the console. Quiet while all is well. */
export function ConnectionState() {
  const connection = useConnection();
  const client = useLiveClient();
  const since = useTicking(() => formatAge(Date.now() - connection.since), "");
  const lost = connection.state === "reconnecting" || connection.state === "closed";
  const text =
    connection.state === "open"
      ? "Connected"
      : connection.state === "connecting"
        ? "Connecting"
        : connection.state === "signed-out"
          ? "Signed out"
          : `No connection for ${since}`;
  return (
    <span role="status" className="inline-flex min-w-0 items-center gap-1.5 text-fg-2 text-sm">
      <span
        aria-hidden="true"
        className={cx(
          "size-[7px] flex-none rounded-full",
          connection.state === "open" ? "bg-ok" : lost ? "bg-bad" : "bg-idle",
        )}
      />
      <span className={cx("truncate", connection.state === "open" && "max-md:sr-only")}>{text}</span>
      {lost ? (
        <button type="button" className="link" onClick={() => client?.retry()}>
          Try now
        </button>
      ) : null}
    </span>
  );
}
