"use client";
import { Field } from "@/components/form/field.tsx";
import { FieldGroup } from "@/components/form/field-group.tsx";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { plainText } from "@/lib/format/plain-text.ts";
import type { AppDraft } from "./draft.ts";
import { faultAt } from "./faults.ts";
import type { StepProps } from "./image-step.tsx";
import { PortsField } from "./ports-field.tsx";
import { VolumesField } from "./volumes-field.tsx";

const networks = [
  { value: "default" as const, label: "Own, bridged" },
  { value: "none" as const, label: "None" },
  { value: "host" as const, label: "The node's" },
];
const notes: Record<"default" | "none" | "host", string> = {
  default: "An address of its own behind the node; ports are forwarded as you say below.",
  none: "Loopback only.",
  host: "The pod sees the node's interfaces and ports: an administrator's right.",
};

/** How the pod is reached, what it keeps, how much it may use. */
export function ResourcesStep(props: StepProps) {
  const { draft, change, errors } = props;
  const deniedHost = useDenied("use-host-network", "pod");
  const set = (key: string, part: Partial<AppDraft>) =>
    change({ apps: draft.apps.map((app) => (app.key === key ? { ...app, ...part } : app)) });
  return (
    <>
      <FieldGroup title="Network" note={notes[draft.net]}>
        <div>
          <Segmented
            label="Network"
            name="net"
            value={draft.net}
            onChange={(net) => change({ net })}
            options={networks.filter(({ value }) => value !== "host" || deniedHost === null || draft.net === "host")}
          />
        </div>
        {draft.net === "default" ? <PortsField {...props} /> : null}
      </FieldGroup>
      <FieldGroup title="Volumes" note="Folders that outlive a restart of an app, or that apps share.">
        <VolumesField {...props} />
      </FieldGroup>
      <FieldGroup
        title="Limits"
        note="Cores such as 500m or 1.5; bytes such as 256Mi or 1G. Without a limit an app may use all of the node."
      >
        {draft.apps.map((app, index) => (
          <div key={app.key} className="grid grid-cols-2 gap-4">
            <Field
              label={draft.apps.length > 1 ? `CPU of ${plainText(app.name)}` : "CPU"}
              error={faultAt(errors, `apps[${index}].cpu`)}
            >
              {(control) => (
                <Input
                  {...control}
                  mono
                  placeholder="no limit"
                  value={app.cpu}
                  onChange={(event) => set(app.key, { cpu: event.target.value.trim() })}
                />
              )}
            </Field>
            <Field
              label={draft.apps.length > 1 ? `Memory of ${plainText(app.name)}` : "Memory"}
              error={faultAt(errors, `apps[${index}].memory`)}
            >
              {(control) => (
                <Input
                  {...control}
                  mono
                  placeholder="no limit"
                  value={app.memory}
                  onChange={(event) => set(app.key, { memory: event.target.value.trim() })}
                />
              )}
            </Field>
          </div>
        ))}
      </FieldGroup>
    </>
  );
}
