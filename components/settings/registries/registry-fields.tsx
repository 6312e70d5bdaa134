"use client";
import { Choice } from "@/components/form/choice.tsx";
import { Field } from "@/components/form/field.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import type { RegistryEntry } from "@/lib/contract/registry.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import type { RegistryDraft } from "./registry-draft.ts";

export type RegistryFieldsProps = {
  draft: RegistryDraft;
  onChange: (change: Partial<RegistryDraft>) => void;
  faults: Partial<Record<keyof RegistryDraft, string>>;
  entry: RegistryEntry | null;
};

/** Where the registry is, how it is reached, and as whom. */
export function RegistryFields({ draft, onChange, faults, entry }: RegistryFieldsProps) {
  const authorities = entry?.authorities ?? [];
  return (
    <>
      <Field label="Registry" required hint="Host and port, e.g. registry.example:5000." error={faults.host}>
        {(control) => (
          <Input
            {...control}
            mono
            autoFocus={entry === null}
            disabled={entry !== null}
            value={draft.host}
            onChange={(event) => onChange({ host: event.target.value.trim() })}
          />
        )}
      </Field>
      <div>
        <p className="mb-1 font-medium">Reached by</p>
        <Segmented
          label="Reached by"
          name="registry-access"
          value={draft.access}
          onChange={(access) => onChange({ access })}
          options={[
            { value: "https", label: "https" },
            { value: "http", label: "Plain http" },
          ]}
        />
        {draft.access === "http" ? (
          <p className="mt-1 text-fg-3 text-sm">
            Whoever is on the way reads the password and can change what is fetched.
          </p>
        ) : null}
      </div>
      {draft.access === "https" ? (
        <>
          <Field
            label="CA certificate"
            hint={
              authorities.length > 0
                ? `Trusted now: ${plainText(authorities.join("; "))}. Left empty, that stays.`
                : "PEM, for a registry whose certificate the system does not know. It is then the only authority."
            }
            error={faults.ca}
          >
            {(control) => (
              <textarea
                {...control}
                rows={3}
                spellCheck={false}
                autoComplete="off"
                placeholder="-----BEGIN CERTIFICATE-----"
                value={draft.ca}
                onChange={(event) => onChange({ ca: event.target.value, dropsCa: false })}
                className="field mono h-auto! resize-y py-1.5! leading-[18px]"
              />
            )}
          </Field>
          {authorities.length > 0 && draft.ca === "" ? (
            <Choice label="Use the system's authorities again">
              {(id) => (
                <Checkbox
                  id={id}
                  checked={draft.dropsCa}
                  onChange={(event) => onChange({ dropsCa: event.target.checked })}
                />
              )}
            </Choice>
          ) : null}
        </>
      ) : null}
      <Field
        label="Mirrors"
        hint="Asked first, in this order; each may have an entry of its own."
        error={faults.mirrors}
      >
        {(control) => (
          <Input
            {...control}
            mono
            value={draft.mirrors}
            onChange={(event) => onChange({ mirrors: event.target.value })}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <Field label="User" error={faults.username}>
          {(control) => (
            <Input
              {...control}
              mono
              autoComplete="off"
              value={draft.username}
              onChange={(event) => onChange({ username: event.target.value.trim() })}
            />
          )}
        </Field>
        <Field
          label="Password or token"
          hint={entry?.hasCredentials ? "Left empty, it stays." : undefined}
          error={faults.password}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={draft.password}
              onChange={(event) => onChange({ password: event.target.value })}
            />
          )}
        </Field>
      </div>
      {draft.username === "" ? null : (
        <Field
          label="Token hosts"
          hint="Other hosts that may see the password, when the registry sends clients to them for tokens."
          error={faults.tokenHosts}
        >
          {(control) => (
            <Input
              {...control}
              mono
              value={draft.tokenHosts}
              onChange={(event) => onChange({ tokenHosts: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}
