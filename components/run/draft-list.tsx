"use client";
import type { ReactNode } from "react";
import { ListEditor } from "@/components/form/list-editor.tsx";
import { faultAt } from "./faults.ts";
import type { StepProps } from "./image-step.tsx";

type DraftListProps<T extends { key: string }> = {
  /** What one of them is called: `port`. */
  noun: string;
  /** Where the agent's errors name them: `ports`. */
  path: string;
  items: readonly T[];
  errors: StepProps["errors"];
  /** A new one; `count` are there already. */
  make: (count: number) => T;
  onChange: (items: T[]) => void;
  empty: string;
  /** The fields of one item; `set` changes a part of it. */
  children: (item: T, index: number, set: (part: Partial<T>) => void) => ReactNode;
};

/** Rows of the form that come and go, each with what the agent says is wrong with it. */
export function DraftList<T extends { key: string }>(props: DraftListProps<T>) {
  const { noun, path, items, errors, make, onChange, empty, children } = props;
  return (
    <ListEditor
      noun={noun}
      items={items}
      onAdd={() => onChange([...items, make(items.length)])}
      onRemove={(key) => onChange(items.filter((item) => item.key !== key))}
      empty={empty}
    >
      {(item, index) => {
        const fault = faultAt(errors, `${path}[${index}]`);
        const set = (part: Partial<T>) =>
          onChange(items.map((one) => (one.key === item.key ? { ...one, ...part } : one)));
        return (
          <div>
            {children(item, index, set)}
            {fault ? (
              <p role="alert" className="mt-1 text-bad text-sm">
                {fault}
              </p>
            ) : null}
          </div>
        );
      }}
    </ListEditor>
  );
}
