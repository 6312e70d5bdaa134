"use client";
import { useState } from "react";
import { Choice } from "@/components/form/choice.tsx";
import { FormDialog } from "@/components/form/form-dialog.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import { addTrust, reviewTrust } from "@/lib/api/console/trust.ts";
import type { TrustReviewed } from "@/lib/contract/trust.ts";
import { onNodes } from "../registries/on-nodes.ts";
import { fleet } from "../registries/use-registries.ts";
import { emptyDraft, faultsOf, reviewOf } from "./key-draft.ts";
import { KeyReview } from "./key-review.tsx";
import { KeySourceFields } from "./key-source-fields.tsx";
import { scopeWords } from "./trust-words.ts";
import { useTakeTrust } from "./use-trust.ts";

/** Two steps: which key, then its fingerprint compared. Nothing is trusted before the second. */
export function AddKeyDialog({
  node,
  nodes,
  onClose,
}: {
  node: string;
  nodes: readonly string[];
  onClose: () => void;
}) {
  const take = useTakeTrust();
  const [draft, setDraft] = useState(emptyDraft);
  const [isTried, setTried] = useState(false);
  const [found, setFound] = useState<TrustReviewed["keys"] | null>(null);
  const [compared, setCompared] = useState<readonly string[]>([]);
  const [isEverywhere, setEverywhere] = useState(false);
  const faults = faultsOf(draft);
  const prefix = draft.scope === "root" ? null : draft.prefix;
  const review = useSubmit(async () => {
    setFound((await reviewTrust({ cluster: fleet, node }, reviewOf(draft))).keys);
  });
  const add = useSubmit(async () => {
    const wanted = (found ?? []).filter(({ facts }) => compared.includes(facts.fingerprint));
    await onNodes(isEverywhere ? nodes : [node], async (one) => {
      for (const { facts, armored } of wanted)
        take(one, await addTrust({ cluster: fleet, node: one }, { armored, fingerprint: facts.fingerprint, prefix }));
    });
    showToast({ tone: "ok", title: wanted.length === 1 ? "Key trusted" : `${wanted.length} keys trusted` });
    onClose();
  });
  const send = () => {
    if (found !== null) return void add.submit();
    setTried(true);
    if (Object.keys(faults).length === 0) void review.submit();
  };
  const mark = (fingerprint: string, isCompared: boolean) =>
    setCompared(isCompared ? [...compared, fingerprint] : compared.filter((one) => one !== fingerprint));
  return (
    <FormDialog
      title={found === null ? "Add a key" : "Compare the fingerprint"}
      description={
        found === null
          ? "Who holds it may put images on this node. It is shown before it is trusted."
          : `Whoever holds this key can then vouch for ${scopeWords(prefix)}.`
      }
      action={found === null ? "Show key" : "Trust key"}
      onSend={send}
      disabledReason={found !== null && compared.length === 0 ? "compare the fingerprint first" : null}
      busy={review.busy || add.busy}
      problem={found === null ? review.problem : add.problem}
      aside={found === null ? undefined : <Button onClick={() => setFound(null)}>Back</Button>}
      onClose={onClose}
    >
      {found === null ? (
        <KeySourceFields
          draft={draft}
          onChange={(change) => setDraft({ ...draft, ...change })}
          faults={isTried ? faults : {}}
        />
      ) : (
        <>
          {found.map((one) => (
            <KeyReview
              key={`${one.facts.fingerprint} ${one.source}`}
              found={one}
              isCompared={compared.includes(one.facts.fingerprint)}
              onCompared={(isCompared) => mark(one.facts.fingerprint, isCompared)}
            />
          ))}
          {nodes.length > 1 ? (
            <Choice label={`On all ${nodes.length} nodes`} hint={`Otherwise on ${node} alone.`}>
              {(id) => (
                <Checkbox id={id} checked={isEverywhere} onChange={(event) => setEverywhere(event.target.checked)} />
              )}
            </Choice>
          ) : null}
        </>
      )}
    </FormDialog>
  );
}
