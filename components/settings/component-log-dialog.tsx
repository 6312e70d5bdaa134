"use client";
import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { readClusterLog } from "@/lib/api/console/clusters.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** The newest lines of a component of the embedded cluster, the last one in view. */
export function ComponentLogDialog(props: { cluster: string; component: string; onClose: () => void }) {
  const { cluster, component, onClose } = props;
  const query = useQuery({
    queryKey: ["cluster-log", cluster, component],
    queryFn: ({ signal }) => readClusterLog(cluster, component, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
  const end = useRef<HTMLDivElement>(null);
  const { data } = query;
  useEffect(() => {
    if (data) end.current?.scrollIntoView({ block: "end" });
  }, [data]);
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Log of ${component}`}
      description="Its newest lines, 200 at most."
      size="lg"
      footer={
        <>
          <Button icon={RotateCw} busy={query.isFetching} onClick={() => void query.refetch()}>
            Read again
          </Button>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      {query.isError ? (
        <ErrorPanel what="The log cannot be read" error={query.error} onRetry={() => query.refetch()} />
      ) : data === undefined ? (
        <Skeleton className="h-60 w-full" />
      ) : data.lines.length === 0 ? (
        <p className="text-fg-2">It has said nothing yet.</p>
      ) : (
        <section
          aria-label={`Lines of ${component}`}
          tabIndex={0}
          className="overflow-x-auto rounded-md border border-line bg-sunken p-2"
        >
          <pre className="mono text-sm leading-[18px]">{data.lines.map((line) => `${plainText(line)}\n`)}</pre>
        </section>
      )}
      <div ref={end} />
    </Dialog>
  );
}
