"use client";
import { useId, useState } from "react";
import { useWindow } from "@/components/table/use-window.ts";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { Select } from "@/components/ui/select.tsx";
import type { ObjectRef } from "@/lib/api/console/objects.ts";
import type { ActionRequest, KubeObject } from "@/lib/contract/kube-object.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { selectorFilter } from "../parts/selector.ts";
import { at } from "../read.ts";
import { deleteConsequences, needsName, ownsOthers } from "./delete-consequences.ts";

type Propagation = NonNullable<Extract<ActionRequest, { action: "delete" }>["propagation"]>;
const choices: { value: Propagation; label: string }[] = [
  { value: "background", label: "Delete it now, what it owns afterwards" },
  { value: "foreground", label: "Delete what it owns first" },
  { value: "orphan", label: "Keep what it owns" },
];
const isPropagation = (text: string): text is Propagation => choices.some(({ value }) => value === text);

/** Asks before an object is deleted: what goes with it, what waits, and for its name where nothing brings it back. */
export function DeleteDialog(props: {
  objectRef: ObjectRef;
  object: KubeObject;
  onClose: () => void;
  onConfirm: (propagation: Propagation | undefined) => Promise<void>;
}) {
  const { objectRef, object } = props;
  const [propagation, setPropagation] = useState<Propagation>("background");
  const id = useId();
  const name = plainText(objectRef.name);
  const noun = plainText(object.kind);
  const owns = ownsOthers(objectRef.kind);
  const owned = useOwned(objectRef, object, owns);
  const last = useLastReplica(objectRef, object);
  const contents = useContents(objectRef);
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Delete ${noun} ${name}?`}
      consequences={[
        ...(last === null ? [] : [last]),
        ...(contents === null ? [] : [contents]),
        ...(owns ? [propagation === "orphan" ? "What it owns stays, and nobody looks after it." : owned] : []),
        ...deleteConsequences(objectRef.kind, object),
      ]}
      confirm={`Delete ${noun}`}
      danger
      typeName={needsName(objectRef.kind) ? objectRef.name : undefined}
      onConfirm={() => props.onConfirm(owns ? propagation : undefined)}
    >
      {owns ? (
        <label htmlFor={id} className="mt-4 block">
          <span className="mb-1 block text-fg-2">What it owns</span>
          <Select
            id={id}
            options={choices}
            value={propagation}
            onChange={({ target }) => isPropagation(target.value) && setPropagation(target.value)}
          />
        </label>
      ) : null}
    </ConfirmDialog>
  );
}

/** What goes with a workload, counted live. */
function useOwned(ref: ObjectRef, object: KubeObject, owns: boolean): string {
  const isJobs = ref.kind === "cronjobs.batch";
  const owned = `owner=${JSON.stringify(`${object.kind}/${ref.name}`)}`;
  const selected = ref.kind === "deployments.apps" ? selectorFilter(at(object, "spec", "selector")) : null;
  const view = useWindow(
    owns
      ? {
          kind: isJobs ? "jobs.batch" : "pods",
          cluster: ref.cluster,
          namespaces: ref.namespace === null ? [] : [ref.namespace],
          filter: selected ?? owned,
          rows: 1,
        }
      : null,
  );
  const count = view.counts?.matched;
  if (count === undefined) return "What it owns is deleted with it, pods too.";
  if (isJobs) return `${formatPlural(count, "job")} of it and their pods are deleted with it.`;
  return `${formatPlural(count, "pod")} of it ${count === 1 ? "is" : "are"} deleted with it.`;
}

/** What stands in a namespace, counted live; null for other kinds. */
function useContents(ref: ObjectRef): string | null {
  const isNamespace = ref.kind === "namespaces";
  const of = (kind: string) => (isNamespace ? { kind, cluster: ref.cluster, namespaces: [ref.name], rows: 1 } : null);
  const pods = useWindow(of("pods")).counts?.matched;
  const workloads = useWindow(of("workloads")).counts?.matched;
  if (pods === undefined || workloads === undefined) return null;
  return `It holds ${formatPlural(workloads, "workload")} and ${formatPlural(pods, "pod")} now.`;
}

/** Said of a pod that is the only one of its controller. */
function useLastReplica(ref: ObjectRef, object: KubeObject): string | null {
  const owner =
    ref.kind === "pods" ? object.metadata.ownerReferences?.find(({ controller }) => controller === true) : undefined;
  const view = useWindow(
    owner
      ? {
          kind: "pods",
          cluster: ref.cluster,
          namespaces: ref.namespace === null ? [] : [ref.namespace],
          filter: `owner=${JSON.stringify(`${owner.kind}/${owner.name}`)}`,
          rows: 1,
        }
      : null,
  );
  if (!owner || view.counts?.matched !== 1) return null;
  return `It is the only pod of ${plainText(owner.kind)} ${plainText(owner.name)}: until the next one is ready, nothing answers.`;
}
