"use client";
import { Field } from "@/components/form/field.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Input } from "@/components/ui/input.tsx";
import type { AgentCredentials } from "@/lib/contract/console.ts";

/** Names of the files in a node's STATE/console/tls, and what each is. */
const files: Record<string, keyof AgentCredentials> = {
  "ca.crt": "ca",
  "client.crt": "certificate",
  "client.key": "key",
  "assertion.key": "assertionKey",
};

export type CredentialsFieldProps = {
  value: Partial<AgentCredentials>;
  onChange: (value: Partial<AgentCredentials>) => void;
  error: string | null;
};

/** The four files that prove this console to an agent of another authority. They are told apart by their names. */
export function CredentialsField({ value, onChange, error }: CredentialsFieldProps) {
  const take = async (list: FileList | null) => {
    const next = { ...value };
    for (const file of list ?? []) {
      const kind = files[file.name];
      if (kind !== undefined) next[kind] = await file.text();
    }
    onChange(next);
  };
  const given = Object.entries(files).filter(([, kind]) => value[kind] !== undefined);
  return (
    <Field
      label="Certificates"
      hint={
        <>
          Only for a node that was set up on its own: choose the four files of its{" "}
          <span className="mono">console/tls</span> folder (ca.crt, client.crt, client.key, assertion.key).
        </>
      }
      error={error === null ? null : `all four files are needed: ${error}`}
    >
      {(control) => (
        <>
          <Input
            {...control}
            type="file"
            multiple
            className="pt-[3px]!"
            onChange={(event) => void take(event.target.files)}
          />
          {given.length > 0 ? (
            <span className="mt-1.5 flex flex-wrap gap-1.5">
              {given.map(([name]) => (
                <Badge key={name}>{name}</Badge>
              ))}
            </span>
          ) : null}
        </>
      )}
    </Field>
  );
}
