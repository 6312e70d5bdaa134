"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { Select } from "@/components/ui/select.tsx";
import { listNodes } from "@/lib/api/console/nodes.ts";

/** The node that an image goes to: `first`, or the first live one, until another is chosen. */
export function useNodeChoice(cluster: string, first = "") {
  const [chosen, setChosen] = useState(first);
  const nodes = useQuery({ queryKey: ["nodes", cluster], queryFn: ({ signal }) => listNodes(cluster, { signal }) });
  const all = nodes.data?.nodes ?? [];
  const node = chosen || (all.find(({ state }) => state === "live") ?? all[0])?.name || "";
  return { node, all, setChosen };
}

export function NodeField({ choice, disabled }: { choice: ReturnType<typeof useNodeChoice>; disabled: boolean }) {
  if (choice.all.length < 2) return null;
  return (
    <Field label="Node" required>
      {(control) => (
        <Select
          {...control}
          disabled={disabled}
          value={choice.node}
          onChange={(event) => choice.setChosen(event.target.value)}
          options={choice.all.map(({ name, state }) => ({
            value: name,
            label: state === "live" ? name : `${name} (${state})`,
            disabled: state === "down",
          }))}
        />
      )}
    </Field>
  );
}
