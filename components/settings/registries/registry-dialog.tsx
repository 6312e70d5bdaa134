"use client";
import { useState } from "react";
import { Choice } from "@/components/form/choice.tsx";
import { FormDialog } from "@/components/form/form-dialog.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { Banner } from "@/components/ui/banner.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { putRegistry, testRegistry } from "@/lib/api/console/registries.ts";
import type { RegistryCheck, RegistryEntry } from "@/lib/contract/registry.ts";
import { checkWords, isTestFailure } from "./check-words.ts";
import { onNodes } from "./on-nodes.ts";
import { draftOf, faultsOf, requestOf } from "./registry-draft.ts";
import { RegistryFields } from "./registry-fields.tsx";
import { fleet, useTakeRegistries } from "./use-registries.ts";

export type RegistryDialogProps = {
  /** What is changed; null adds one. */
  entry: RegistryEntry | null;
  node: string;
  /** All nodes of the fleet. */
  nodes: readonly string[];
  onClose: () => void;
};

/** Adds or changes a registry on one node or on all. It is asked before it is kept, unless the user says otherwise. */
export function RegistryDialog({ entry, node, nodes, onClose }: RegistryDialogProps) {
  const take = useTakeRegistries();
  const [draft, setDraft] = useState(draftOf(entry));
  const [isEverywhere, setEverywhere] = useState(false);
  const [isUntested, setUntested] = useState(false);
  const [isTried, setTried] = useState(false);
  const [check, setCheck] = useState<RegistryCheck | null>(null);
  const faults = faultsOf(draft, entry);
  const isRight = Object.keys(faults).length === 0;
  const change = (next: Partial<typeof draft>) => {
    setDraft({ ...draft, ...next });
    setCheck(null);
  };
  const save = useSubmit(async () => {
    const request = { ...requestOf(draft), untested: isUntested };
    await onNodes(isEverywhere ? nodes : [node], async (one) => {
      take(one, (await putRegistry({ cluster: fleet, node: one }, draft.host, request)).registries);
    });
    showToast({ tone: "ok", title: `Registry ${draft.host} is set` });
    onClose();
  });
  const test = useSubmit(async () => {
    setCheck(null);
    setCheck(await testRegistry({ cluster: fleet, node }, { host: draft.host, settings: requestOf(draft) }));
  });
  const [shown, setShown] = useState<"save" | "test">("save");
  const problem = shown === "test" ? test.problem : save.problem;
  const when = (which: typeof shown, work: () => Promise<boolean>) => {
    setTried(true);
    setShown(which);
    if (isRight) void work();
  };
  return (
    <FormDialog
      title={entry === null ? "Add a registry" : `Registry ${entry.host}`}
      description="It is asked first. The password is kept encrypted on the node and never shown again."
      action="Save"
      onSend={() => when("save", save.submit)}
      busy={save.busy}
      locked={test.busy}
      problem={problem}
      aside={
        <Button
          busy={test.busy}
          disabledReason={save.busy ? "it is being saved" : null}
          onClick={() => when("test", test.submit)}
        >
          Test
        </Button>
      }
      onClose={onClose}
    >
      <RegistryFields draft={draft} onChange={change} faults={isTried ? faults : {}} entry={entry} />
      {nodes.length > 1 ? (
        <Choice
          label={`On all ${nodes.length} nodes`}
          hint={`Otherwise on ${node} alone. Each node asks the registry for itself.`}
        >
          {(id) => (
            <Checkbox id={id} checked={isEverywhere} onChange={(event) => setEverywhere(event.target.checked)} />
          )}
        </Choice>
      ) : null}
      {isTestFailure(problem?.code) || isUntested ? (
        <Choice label="Save it although it does not answer well" hint="For a registry that is not up yet.">
          {(id) => <Checkbox id={id} checked={isUntested} onChange={(event) => setUntested(event.target.checked)} />}
        </Choice>
      ) : null}
      {check === null ? null : <Banner tone="ok" title={checkWords(check)} />}
    </FormDialog>
  );
}
