"use client";
import { Field } from "@/components/form/field.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Select } from "@/components/ui/select.tsx";
import type { KubeconfigContexts } from "@/lib/contract/clusters.ts";
import { plainText } from "@/lib/format/plain-text.ts";

export type ContextFieldProps = {
  contexts: KubeconfigContexts["contexts"];
  value: string;
  onChange: (name: string) => void;
};

/** Which context of the file; one that cannot be used says why. */
export function ContextField({ contexts, value, onChange }: ContextFieldProps) {
  const chosen = contexts.find(({ name }) => name === value);
  const error = chosen?.why ?? (contexts.length === 0 ? "the file has no context" : null);
  return (
    <Field
      label="Context"
      required
      error={error === null ? null : plainText(error)}
      hint={chosen?.server ? <CodeText text={chosen.server} /> : null}
    >
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          options={contexts.map(({ name, why }) => ({
            value: name,
            label: why === null ? plainText(name) : `${plainText(name)} (cannot be used)`,
          }))}
        />
      )}
    </Field>
  );
}
