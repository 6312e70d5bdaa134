"use client";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { plainText } from "@/lib/format/plain-text.ts";
import { newKey, type VolumeDraft } from "./draft.ts";
import { DraftList } from "./draft-list.tsx";
import type { StepProps } from "./image-step.tsx";

/** Empty folders that live as long as the pod, and folders of the node. */
export function VolumesField({ draft, change, errors }: StepProps) {
  const deniedHost = useDenied("use-host-path", "pod");
  const make = (count: number): VolumeDraft => ({
    key: newKey(),
    name: `data-${count + 1}`,
    kind: "empty",
    source: "",
    readOnly: false,
    app: draft.apps[0]?.key ?? "",
    path: "",
  });
  return (
    <DraftList
      noun="volume"
      path="volumes"
      items={draft.volumes}
      errors={errors}
      make={make}
      onChange={(volumes) => change({ volumes })}
      empty="The apps write only to their own roots, which go with the pod."
    >
      {(volume, index, set) => (
        <div className="rounded-md border border-line p-2">
          <div className="grid grid-cols-[minmax(0,1fr)_120px_minmax(0,1fr)] gap-2 max-md:grid-cols-1">
            <Input
              mono
              aria-label={`Name of volume ${index + 1}`}
              placeholder="name"
              value={volume.name}
              onChange={(event) => set({ name: event.target.value })}
            />
            <Select
              aria-label={`Kind of volume ${index + 1}`}
              value={volume.kind}
              onChange={(event) => set({ kind: event.target.value === "host" ? "host" : "empty" })}
              options={[
                { value: "empty", label: "empty" },
                { value: "host", label: "node folder", disabled: deniedHost !== null },
              ]}
            />
            <Input
              mono
              aria-label={`Path of volume ${index + 1} in the app`}
              placeholder="/path in the app"
              value={volume.path}
              onChange={(event) => set({ path: event.target.value })}
            />
            {volume.kind === "host" ? (
              <Input
                mono
                className="md:col-span-2"
                aria-label={`Folder on the node of volume ${index + 1}`}
                placeholder="/folder on the node"
                value={volume.source}
                onChange={(event) => set({ source: event.target.value })}
              />
            ) : null}
            {draft.apps.length > 1 ? (
              <Select
                aria-label={`App of volume ${index + 1}`}
                value={volume.app}
                onChange={(event) => set({ app: event.target.value })}
                options={draft.apps.map(({ key, name }) => ({ value: key, label: plainText(name) }))}
              />
            ) : null}
            <span className="flex items-center gap-2">
              <Checkbox
                aria-label={`Volume ${index + 1} is read only`}
                checked={volume.readOnly}
                onChange={(event) => set({ readOnly: event.target.checked })}
              />
              read only
            </span>
          </div>
        </div>
      )}
    </DraftList>
  );
}
