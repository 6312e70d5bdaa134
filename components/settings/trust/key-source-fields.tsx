"use client";
import { useId } from "react";
import { Choice } from "@/components/form/choice.tsx";
import { Field } from "@/components/form/field.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import type { KeyDraft } from "./key-draft.ts";

export type KeySourceFieldsProps = {
  draft: KeyDraft;
  onChange: (change: Partial<KeyDraft>) => void;
  faults: Partial<Record<keyof KeyDraft, string>>;
};

/** For which names, and where the key comes from. */
export function KeySourceFields({ draft, onChange, faults }: KeySourceFieldsProps) {
  const file = useId();
  return (
    <>
      <div>
        <p className="mb-1 font-medium">Trusted for</p>
        <Segmented
          label="Trusted for"
          name="trust-scope"
          value={draft.scope}
          onChange={(scope) => onChange({ scope })}
          options={[
            { value: "prefix", label: "Images below a name" },
            { value: "root", label: "Images of every name" },
          ]}
        />
      </div>
      {draft.scope === "prefix" ? (
        <Field
          label="Name"
          required
          hint="It and all below it: example.com/team is for example.com/team/web, not for example.com/teams."
          error={faults.prefix}
        >
          {(control) => (
            <Input
              {...control}
              mono
              autoFocus
              placeholder="example.com/team"
              value={draft.prefix}
              onChange={(event) => onChange({ prefix: event.target.value.trim() })}
            />
          )}
        </Field>
      ) : null}
      <div>
        <p className="mb-1 font-medium">Key</p>
        <Segmented
          label="Key"
          name="trust-from"
          value={draft.from}
          onChange={(from) => onChange({ from })}
          options={[
            { value: "text", label: "File or text" },
            { value: "url", label: "URL" },
            { value: "discovery", label: "The name's own site" },
          ]}
        />
        {draft.from === "discovery" ? (
          <p className={faults.from ? "mt-1 text-bad text-sm" : "mt-1 text-fg-3 text-sm"}>
            {faults.from ?? "The node asks the site for the keys that it signs its images with (appc discovery)."}
          </p>
        ) : null}
      </div>
      {draft.from === "text" ? (
        <>
          <Field label="Public key" required hint="As gpg --armor --export writes it." error={faults.text}>
            {(control) => (
              <textarea
                {...control}
                rows={5}
                spellCheck={false}
                autoComplete="off"
                placeholder="-----BEGIN PGP PUBLIC KEY BLOCK-----"
                value={draft.text}
                onChange={(event) => onChange({ text: event.target.value })}
                className="field mono h-auto! resize-y py-1.5! leading-[18px]"
              />
            )}
          </Field>
          <div>
            <label htmlFor={file} className="mb-1 block font-medium">
              or a file
            </label>
            <Input
              id={file}
              type="file"
              className="pt-[3px]!"
              onChange={async (event) => {
                const chosen = event.target.files?.[0];
                if (chosen) onChange({ text: await textOf(chosen) });
              }}
            />
          </div>
        </>
      ) : null}
      {draft.from === "url" ? (
        <Field label="URL" required hint="The node fetches it." error={faults.url}>
          {(control) => (
            <Input
              {...control}
              mono
              placeholder="https://example.com/pubkeys.asc"
              value={draft.url}
              onChange={(event) => onChange({ url: event.target.value.trim() })}
            />
          )}
        </Field>
      ) : null}
      {draft.from === "text" ? null : (
        <Choice
          label="Plain http and unknown certificates are good enough"
          hint="Only the fingerprint then tells whether the key is the right one."
        >
          {(id) => (
            <Checkbox
              id={id}
              checked={draft.insecure}
              onChange={(event) => onChange({ insecure: event.target.checked })}
            />
          )}
        </Choice>
      )}
    </>
  );
}

/** A binary key survives as latin1, which the agent reads it as. */
async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const latin = Array.from(bytes.subarray(0, 300_000), (byte) => String.fromCharCode(byte)).join("");
  return latin.includes("-----BEGIN PGP") ? new TextDecoder().decode(bytes) : latin;
}
