"use client";
import { type FormEvent, useId, useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { Banner } from "@/components/ui/banner.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { addCluster, readKubeconfig } from "@/lib/api/console/clusters.ts";
import { clusterCreate, type KubeconfigContexts } from "@/lib/contract/clusters.ts";
import { accessHints } from "./cluster-words.ts";
import { ContextField } from "./context-field.tsx";
import { KubeconfigField } from "./kubeconfig-field.tsx";
import { suggestName } from "./suggest-name.ts";
import { useTakeClusters } from "./use-clusters.ts";

type Access = "single-user" | "token";

/** Two steps: the file, then which of its contexts, under which name, and how it is acted on. */
export function AddClusterDialog({ onClose }: { onClose: () => void }) {
  const form = useId();
  const take = useTakeClusters();
  const [kubeconfig, setKubeconfig] = useState("");
  const [found, setFound] = useState<KubeconfigContexts | null>(null);
  const [context, setContext] = useState("");
  const [name, setName] = useState("");
  const [access, setAccess] = useState<Access>("single-user");
  const [tried, setTried] = useState(false);
  const chosen = found?.contexts.find((one) => one.name === context);
  const choose = (next: string) => {
    setContext(next);
    setName(suggestName(next));
  };
  const read = useSubmit(async () => {
    const contexts = await readKubeconfig(kubeconfig);
    setFound(contexts);
    const usable = contexts.contexts.filter(({ why }) => why === null).map((one) => one.name);
    const first = contexts.current !== null && usable.includes(contexts.current) ? contexts.current : usable[0];
    choose(first ?? contexts.contexts[0]?.name ?? "");
  });
  const request = { name, kubeconfig, context, access };
  const parsed = clusterCreate.safeParse(request);
  const add = useSubmit(async () => {
    take(await addCluster(request));
    showToast({ tone: "ok", title: `Cluster ${name} added` });
    onClose();
  });
  const nameFault = parsed.success
    ? null
    : (parsed.error.issues.find(({ path }) => path[0] === "name")?.message ?? null);
  const isBusy = read.busy || add.busy;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (found === null) {
      if (kubeconfig.trim() !== "") void read.submit();
      return;
    }
    setTried(true);
    if (parsed.success && chosen?.why === null) void add.submit();
  };
  const next =
    found === null
      ? kubeconfig.trim() === ""
        ? "paste or choose a kubeconfig first"
        : null
      : chosen?.why === null
        ? null
        : "this context cannot be used";
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a Kubernetes cluster"
      description="By a kubeconfig that holds its credentials inline. It is kept encrypted and never shown again."
      locked={isBusy}
      footer={
        <>
          <Button
            onClick={found === null ? onClose : () => setFound(null)}
            disabledReason={isBusy ? "work is under way" : null}
          >
            {found === null ? "Cancel" : "Back"}
          </Button>
          <Button type="submit" form={form} variant="primary" busy={isBusy} disabledReason={next}>
            {found === null ? "Read file" : "Add cluster"}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-4">
        {found === null ? (
          <>
            <KubeconfigField value={kubeconfig} onChange={setKubeconfig} />
            <FormProblem problem={read.problem} />
          </>
        ) : (
          <>
            <ContextField contexts={found.contexts} value={context} onChange={choose} />
            <Field
              label="Name"
              required
              hint="It stands in the console's addresses: small letters, digits and dashes."
              error={tried ? nameFault : null}
            >
              {(control) => (
                <Input {...control} mono value={name} onChange={(event) => setName(event.target.value.trim())} />
              )}
            </Field>
            <div>
              <p className="mb-1 font-medium">Access</p>
              <Segmented
                label="Access"
                name="access"
                value={access}
                onChange={setAccess}
                options={[
                  { value: "single-user", label: "Its credential, for me" },
                  { value: "token", label: "Each user's own token" },
                ]}
              />
              <p className="mt-1 text-fg-3 text-sm">{accessHints[access]}</p>
            </div>
            {chosen?.warnings.map((warning) => (
              <Banner key={warning} tone="warn" title={warning} />
            ))}
            <FormProblem problem={add.problem} />
          </>
        )}
      </form>
    </Dialog>
  );
}
