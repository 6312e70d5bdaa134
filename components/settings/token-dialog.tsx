"use client";
import { useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { FormDialog } from "@/components/form/form-dialog.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { useSession } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { removeClusterToken, setClusterToken } from "@/lib/api/console/clusters.ts";
import type { ClusterEntry } from "@/lib/contract/clusters.ts";
import { useTakeClusters } from "./use-clusters.ts";

/** The user's own bearer token on a cluster: set, replaced or taken away. It is never shown again. */
export function TokenDialog({ entry, onClose }: { entry: ClusterEntry; onClose: () => void }) {
  const { name, hasToken } = entry;
  const { readOnly } = useSession();
  const take = useTakeClusters();
  const [token, setToken] = useState("");
  const done = (clusters: ClusterEntry[], title: string) => {
    take(clusters);
    showToast({ tone: "ok", title });
    onClose();
  };
  const save = useSubmit(async () => done(await setClusterToken(name, token.trim()), `Your token for ${name} is kept`));
  const drop = useSubmit(async () => done(await removeClusterToken(name), `Your token for ${name} is deleted`));
  const isBusy = save.busy || drop.busy;
  const locked = readOnly ? "this console is read-only" : isBusy ? "work is under way" : null;
  return (
    <FormDialog
      title={`Your token for ${name}`}
      description="What you do on the cluster is done with it, and only by you."
      action={hasToken ? "Replace token" : "Keep token"}
      onSend={() => void save.submit()}
      disabledReason={token.trim() === "" ? "paste a token first" : locked}
      busy={save.busy}
      locked={drop.busy}
      problem={save.problem ?? drop.problem}
      aside={
        hasToken ? (
          <Button variant="danger" busy={drop.busy} disabledReason={locked} onClick={() => void drop.submit()}>
            Delete token
          </Button>
        ) : null
      }
      onClose={onClose}
    >
      <Field
        label="Bearer token"
        required
        hint="The cluster is asked whether it knows the token. It is kept encrypted, never shown again, and deleted with your account."
      >
        {(control) => (
          <Input
            {...control}
            mono
            autoFocus
            type="password"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
