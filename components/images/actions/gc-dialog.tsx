"use client";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { useSession } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { collectImages } from "@/lib/api/console/image-upkeep.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { type Problem, toProblem } from "@/lib/format/problem.ts";
import { NodeField, useNodeChoice } from "../transfer/node-field.tsx";
import { GcPreview } from "./gc-preview.tsx";
import { gcSummary } from "./gc-summary.ts";

const graces = [
  { value: "0", label: "at once" },
  { value: "3600", label: "after an hour" },
  { value: "86400", label: "after a day" },
  { value: "604800", label: "after a week" },
  { value: "2592000", label: "after 30 days" },
];

/** Removes what nothing needs from a node's store: shows what would go and why, and asks for it in words. */
export function GcDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { cluster } = useSession();
  const choice = useNodeChoice(cluster);
  const { node } = choice;
  const [grace, setGrace] = useState("86400");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const id = useId();
  const graceSeconds = Number(grace);
  const preview = useQuery({
    queryKey: ["image-gc", cluster, node, grace],
    queryFn: ({ signal }) => collectImages(cluster, node, { dryRun: true, graceSeconds }, { signal }),
    enabled: open && node !== "",
    gcTime: 0,
  });
  const plan = preview.data;
  const summary = plan === undefined ? null : gcSummary(plan);
  const close = () => {
    setTyped("");
    setProblem(null);
    onClose();
  };
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const done = await collectImages(cluster, node, { dryRun: false, graceSeconds });
      showToast({ tone: "ok", title: `${formatBytes(done.frees)} freed on ${node}` });
      close();
    } catch (error) {
      setProblem(toProblem(error));
      void preview.refetch();
    } finally {
      setBusy(false);
    }
  };
  const missing =
    (summary === null
      ? plan === undefined
        ? "what would go is not known yet"
        : "there is nothing to remove"
      : null) ?? (typed === summary ? null : `type ${summary} to confirm`);
  return (
    <Dialog
      open={open}
      onClose={close}
      locked={busy}
      size="lg"
      title="Clean up images"
      description="Removes images that no pod and no other image needs, and what is left over of earlier work."
      footer={
        <>
          <Button onClick={close} disabledReason={busy ? "work is under way" : null}>
            Cancel
          </Button>
          <Button variant="danger-solid" busy={busy} disabledReason={missing} onClick={() => void run()}>
            Clean up
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (missing === null && !busy) void run();
        }}
      >
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          <NodeField choice={choice} disabled={busy} />
          <Field label="Unused images go" required hint="Counted from when an image came in or a pod last used it.">
            {(control) => (
              <Select
                {...control}
                disabled={busy}
                value={grace}
                onChange={({ target }) => {
                  setGrace(target.value);
                  setTyped("");
                }}
                options={graces}
              />
            )}
          </Field>
        </div>
        {preview.error ? (
          <ErrorPanel
            what="What would go cannot be told"
            error={preview.error}
            onRetry={() => void preview.refetch()}
          />
        ) : plan === undefined ? (
          <Skeleton className="h-32 w-full" />
        ) : (
          <GcPreview plan={plan} />
        )}
        {summary === null ? null : (
          <label htmlFor={id}>
            <span className="mb-1 block text-fg-2">
              This cannot be undone. Type <span className="mono text-fg">{summary}</span> to confirm
            </span>
            <Input id={id} mono disabled={busy} value={typed} onChange={({ target }) => setTyped(target.value)} />
          </label>
        )}
        <FormProblem problem={problem} />
      </form>
    </Dialog>
  );
}
