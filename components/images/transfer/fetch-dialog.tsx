"use client";
import { useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { useSession } from "@/components/layout/session-context.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { fetchImage } from "@/lib/api/console/images.ts";
import { PeerImageField } from "./peer-image-field.tsx";
import { formOf, type SourceForm, sourceFault, sourceForms, sourceText } from "./source-forms.ts";
import { TransferDialog } from "./transfer-dialog.tsx";

const forms: SourceForm[] = ["registry", "name", "url", "node", "file"];

type FetchDialogProps = {
  open: boolean;
  onClose: () => void;
  /** What is asked for until something else is written. */
  begin?: { source: string; node: string };
  /** Fetches what is there already once more. */
  again?: { source: string; node: string };
};

/** Fetches an image into a node's store, from wherever it is. */
export function FetchDialog({ open, onClose, begin, again }: FetchDialogProps) {
  const { cluster } = useSession();
  const given = begin ?? again;
  const first = formOf(given?.source ?? "");
  const [form, setForm] = useState<SourceForm>(first.form);
  const [written, setWritten] = useState(first.written);
  const words = sourceForms[form];
  return (
    <TransferDialog
      open={open}
      onClose={onClose}
      node={given?.node}
      title={again ? "Fetch again" : "Fetch an image"}
      description={
        again
          ? "Asks where it came from once more. What is new there comes in beside what is here."
          : "Into the store of a node, where pods run from it."
      }
      verb="Fetch"
      missing={sourceFault(form, written)}
      insecure={form === "name" || form === "url" ? ["image", "tls", "http"] : ["image"]}
      start={({ node, insecureOptions, passphrase, signal }) =>
        fetchImage(cluster, node, { source: sourceText(form, written), insecureOptions, passphrase }, { signal })
      }
    >
      {(running, node) => (
        <>
          <Field label="From" required hint={words.explains}>
            {(control) => (
              <Select
                {...control}
                disabled={running}
                value={form}
                onChange={({ target }) => {
                  const next = forms.find((one) => one === target.value) ?? "registry";
                  // A choice of another node's image is no name to go on writing.
                  if (next === "node" || form === "node") setWritten("");
                  setForm(next);
                }}
                options={forms.map((value) => ({ value, label: sourceForms[value].label }))}
              />
            )}
          </Field>
          {form === "node" ? (
            <PeerImageField cluster={cluster} node={node} value={written} onChange={setWritten} disabled={running} />
          ) : (
            <Field label={words.field} required hint={words.hint}>
              {(control) => (
                <Input
                  {...control}
                  mono
                  autoFocus
                  disabled={running}
                  placeholder={words.placeholder}
                  value={written}
                  onChange={(event) => setWritten(event.target.value)}
                />
              )}
            </Field>
          )}
        </>
      )}
    </TransferDialog>
  );
}
