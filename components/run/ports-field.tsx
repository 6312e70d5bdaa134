"use client";
import type { ReactNode } from "react";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { newKey, type PortDraft } from "./draft.ts";
import { DraftList } from "./draft-list.tsx";
import type { StepProps } from "./image-step.tsx";

/** In a narrow column, where the heads of the columns are not shown, each field carries its own. */
function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <span aria-hidden="true" className="mb-0.5 block text-fg-2 text-sm @lg:hidden">
        {label}
      </span>
      {children}
    </div>
  );
}

function newPort(count: number): PortDraft {
  return { key: newKey(), name: `port-${count + 1}`, podPort: "", hostPort: "", protocol: "tcp", hostIP: "" };
}

/** Host ports that lead into the pod. */
export function PortsField({ draft, change, errors }: StepProps) {
  return (
    <div className="@container">
      {draft.ports.length > 0 ? (
        <div
          aria-hidden="true"
          className="mb-1 hidden grid-cols-[minmax(0,1.2fr)_88px_88px_minmax(0,1fr)_80px] gap-2 pr-9 text-fg-2 text-sm @lg:grid"
        >
          <span>Name</span>
          <span>Host port</span>
          <span>Pod port</span>
          <span>Host address</span>
          <span>Protocol</span>
        </div>
      ) : null}
      <DraftList
        noun="port"
        path="ports"
        items={draft.ports}
        errors={errors}
        make={newPort}
        onChange={(ports) => change({ ports })}
        empty="No port of the node leads into the pod."
      >
        {(port, index, set) => (
          <div className="grid grid-cols-2 gap-2 @xs:grid-cols-3 @lg:grid-cols-[minmax(0,1.2fr)_88px_88px_minmax(0,1fr)_80px]">
            <Labelled label="Name">
              <Input
                mono
                aria-label={`Name of port ${index + 1}`}
                placeholder="name"
                value={port.name}
                onChange={(event) => set({ name: event.target.value })}
              />
            </Labelled>
            <Labelled label="Host port">
              <Input
                mono
                inputMode="numeric"
                aria-label={`Host port ${index + 1}`}
                placeholder="host"
                value={port.hostPort}
                onChange={(event) => set({ hostPort: event.target.value.trim() })}
              />
            </Labelled>
            <Labelled label="Pod port">
              <Input
                mono
                inputMode="numeric"
                aria-label={`Pod port ${index + 1}`}
                placeholder="pod"
                value={port.podPort}
                onChange={(event) => set({ podPort: event.target.value.trim() })}
              />
            </Labelled>
            <Labelled label="Host address">
              <Input
                mono
                aria-label={`Host address of port ${index + 1}`}
                placeholder="all"
                value={port.hostIP}
                onChange={(event) => set({ hostIP: event.target.value.trim() })}
              />
            </Labelled>
            <Labelled label="Protocol">
              <Select
                aria-label={`Protocol of port ${index + 1}`}
                value={port.protocol}
                onChange={(event) => set({ protocol: event.target.value === "udp" ? "udp" : "tcp" })}
                options={[
                  { value: "tcp", label: "tcp" },
                  { value: "udp", label: "udp" },
                ]}
              />
            </Labelled>
          </div>
        )}
      </DraftList>
    </div>
  );
}
