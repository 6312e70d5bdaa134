"use client";
import { useId, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { Input } from "@/components/ui/input.tsx";
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { number } from "../read.ts";
import { replicasOf } from "./replicas.ts";

/** Asks for the number of replicas, and says what the change from now to then is. */
export function ScaleDialog(props: {
  name: string;
  object: KubeObject;
  onClose: () => void;
  onConfirm: (replicas: number) => Promise<void>;
}) {
  const { object, name } = props;
  const now = number(object, "spec", "replicas") ?? 1;
  const [typed, setTyped] = useState(String(now));
  const id = useId();
  const then = replicasOf(typed);
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Scale ${plainText(object.kind)} ${plainText(name)}?`}
      consequences={[
        then === null
          ? "Give a whole number from 0 to 100,000."
          : `${formatPlural(now, "replica")} now, ${formatPlural(then, "replica")} then: ${difference(now, then)}`,
        ...(owner
          ? [`It belongs to ${plainText(owner.kind)} ${plainText(owner.name)}, which will set the number back.`]
          : []),
      ]}
      confirm={then === null ? "Scale" : `Scale to ${then}`}
      onConfirm={async () => {
        if (then === null) throw new Error("give a whole number from 0 to 100,000");
        await props.onConfirm(then);
      }}
    >
      <label htmlFor={id} className="mt-4 block">
        <span className="mb-1 block text-fg-2">Replicas</span>
        <Input
          id={id}
          inputMode="numeric"
          className="num max-w-32"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </label>
    </ConfirmDialog>
  );
}

function difference(now: number, then: number): string {
  if (then === now) return "nothing changes.";
  if (then === 0) return "all its pods are deleted, and nothing answers any more.";
  const pods = formatPlural(Math.abs(then - now), "pod");
  return then > now ? `${pods} more are made.` : `${pods} are deleted.`;
}
