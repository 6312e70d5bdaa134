"use client";
import { Choice } from "@/components/form/choice.tsx";
import { Field } from "@/components/form/field.tsx";
import { FieldGroup } from "@/components/form/field-group.tsx";
import { ListEditor } from "@/components/form/list-editor.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Input } from "@/components/ui/input.tsx";
import { plainText } from "@/lib/format/plain-text.ts";
import { type AppDraft, commandOf, newKey } from "./draft.ts";
import { faultAt } from "./faults.ts";
import type { StepProps } from "./image-step.tsx";

/** What each app runs, as whom, and with which environment. */
export function AppsStep({ draft, change, errors, images }: StepProps) {
  const set = (key: string, part: Partial<AppDraft>) =>
    change({ apps: draft.apps.map((app) => (app.key === key ? { ...app, ...part } : app)) });
  return (
    <>
      <FieldGroup>
        <Field
          label="Name of the pod"
          hint="For people; the first app's name if you give none."
          error={faultAt(errors, "name")}
        >
          {(control) => (
            <Input {...control} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
          )}
        </Field>
      </FieldGroup>
      {draft.apps.map((app, index) => {
        const image = images.find(({ id }) => id === app.image);
        const at = `apps[${index}]`;
        return (
          <FieldGroup key={app.key} title={draft.apps.length > 1 ? `App ${plainText(app.name)}` : undefined}>
            <Field label="Name of the app" required error={faultAt(errors, `${at}.name`)}>
              {(control) => (
                <Input
                  {...control}
                  mono
                  value={app.name}
                  onChange={(event) => set(app.key, { name: event.target.value })}
                />
              )}
            </Field>
            <Field
              label="Command"
              hint="Instead of the image's own. Blanks part words, quotes keep them together; no shell reads it."
              error={faultAt(errors, `${at}.exec`)}
            >
              {(control) => (
                <Input
                  {...control}
                  mono
                  placeholder={image ? commandOf(image) || "the image has no command: give one" : ""}
                  value={app.command}
                  onChange={(event) => set(app.key, { command: event.target.value })}
                />
              )}
            </Field>
            <div className="grid grid-cols-3 gap-4 max-md:grid-cols-1">
              <Field label="Working folder" error={faultAt(errors, `${at}.workingDirectory`)}>
                {(control) => (
                  <Input
                    {...control}
                    mono
                    placeholder="the image's"
                    value={app.workingDirectory}
                    onChange={(event) => set(app.key, { workingDirectory: event.target.value })}
                  />
                )}
              </Field>
              <Field label="User" error={faultAt(errors, `${at}.user`)}>
                {(control) => (
                  <Input
                    {...control}
                    mono
                    placeholder="the image's"
                    value={app.user}
                    onChange={(event) => set(app.key, { user: event.target.value })}
                  />
                )}
              </Field>
              <Field label="Group" error={faultAt(errors, `${at}.group`)}>
                {(control) => (
                  <Input
                    {...control}
                    mono
                    placeholder="the image's"
                    value={app.group}
                    onChange={(event) => set(app.key, { group: event.target.value })}
                  />
                )}
              </Field>
            </div>
            <div>
              <p className="mb-1 font-medium">
                Environment <span className="font-normal text-fg-3">optional</span>
              </p>
              <ListEditor
                noun="variable"
                items={app.environment}
                onAdd={() =>
                  set(app.key, { environment: [...app.environment, { key: newKey(), name: "", value: "" }] })
                }
                onRemove={(key) => set(app.key, { environment: app.environment.filter((one) => one.key !== key) })}
              >
                {(variable, at) => {
                  const setVariable = (part: { name?: string; value?: string }) =>
                    set(app.key, {
                      environment: app.environment.map((one) => (one.key === variable.key ? { ...one, ...part } : one)),
                    });
                  return (
                    <div className="grid grid-cols-2 gap-2">
                      <Input
                        mono
                        aria-label={`Name of variable ${at + 1}`}
                        placeholder="NAME"
                        value={variable.name}
                        onChange={(event) => setVariable({ name: event.target.value })}
                      />
                      <Input
                        mono
                        aria-label={`Value of variable ${at + 1}`}
                        placeholder="value"
                        value={variable.value}
                        onChange={(event) => setVariable({ value: event.target.value })}
                      />
                    </div>
                  );
                }}
              </ListEditor>
              {faultAt(errors, `${at}.environment`) ? (
                <p className="mt-1 text-bad text-sm">{faultAt(errors, `${at}.environment`)}</p>
              ) : null}
            </div>
            <div>
              <Choice label="No new privileges" hint="Programs cannot gain rights by setuid bits or file capabilities.">
                {(id) => (
                  <Checkbox
                    id={id}
                    checked={app.noNewPrivileges}
                    onChange={(event) => set(app.key, { noNewPrivileges: event.target.checked })}
                  />
                )}
              </Choice>
              <Choice label="Read-only root" hint="The app writes only to its volumes.">
                {(id) => (
                  <Checkbox
                    id={id}
                    checked={app.readOnlyRootFS}
                    onChange={(event) => set(app.key, { readOnlyRootFS: event.target.checked })}
                  />
                )}
              </Choice>
              <Choice label="Terminal" hint="The main process gets a terminal, and its input stays open for attaching.">
                {(id) => (
                  <Checkbox
                    id={id}
                    checked={app.tty}
                    onChange={(event) => set(app.key, { tty: event.target.checked })}
                  />
                )}
              </Choice>
            </div>
          </FieldGroup>
        );
      })}
    </>
  );
}
