"use client";
import { useId } from "react";
import { Field } from "@/components/form/field.tsx";
import { Input } from "@/components/ui/input.tsx";

/** The text of a kubeconfig, pasted or from a file. */
export function KubeconfigField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const file = useId();
  const take = async (list: FileList | null) => {
    const chosen = list?.[0];
    if (chosen) onChange(await chosen.text());
  };
  return (
    <>
      <Field
        label="Kubeconfig"
        required
        hint="Programs, files and proxies that it names are not used: make a file with a token or certificates inline (kubectl config view --raw --flatten)."
      >
        {(control) => (
          <textarea
            {...control}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            rows={10}
            spellCheck={false}
            autoComplete="off"
            placeholder={"apiVersion: v1\nkind: Config\nclusters: …"}
            className="field mono h-auto! resize-y py-1.5! leading-[18px]"
          />
        )}
      </Field>
      <div>
        <label htmlFor={file} className="mb-1 block font-medium">
          or a file
        </label>
        <Input id={file} type="file" className="pt-[3px]!" onChange={(event) => void take(event.target.files)} />
      </div>
    </>
  );
}
