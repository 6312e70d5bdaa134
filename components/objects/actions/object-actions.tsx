"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Ban, CircleCheck, RotateCw, Scaling, Trash2 } from "lucide-react";
import { useState } from "react";
import { useWindow } from "@/components/table/use-window.ts";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmDialog } from "@/components/ui/confirm-dialog.tsx";
import { showToast } from "@/components/ui/toast-store.ts";
import type { ObjectRef } from "@/lib/api/console/objects.ts";
import type { ActionRequest, ObjectAction, ObjectDetail } from "@/lib/contract/kube-object.ts";
import { objectCan } from "@/lib/contract/object-can.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { flag } from "../read.ts";
import { objectKey } from "../use-object.ts";
import { actOnOne } from "./act-on-one.ts";
import { DeleteDialog } from "./delete-dialog.tsx";
import { restartConsequences } from "./restart-text.ts";
import { ScaleDialog } from "./scale-dialog.tsx";
import { useRights } from "./use-rights.ts";

type Props = { detail: ObjectDetail; objectRef: ObjectRef; isGone: boolean };

/** What can be done with the object. What the user may not do is there with the missing right. */
export function ObjectActions({ detail, objectRef, isGone }: Props) {
  const { kind, object } = detail;
  const [asked, setAsked] = useState<ObjectAction | null>(null);
  const queries = useQueryClient();
  const rights = useRights(objectRef.cluster, objectRef.kind, objectRef.namespace);
  const can = objectCan(kind);
  const name = plainText(objectRef.name);
  const noun = plainText(object.kind);
  const why = (action: ObjectAction) => (isGone ? "it was deleted" : rights(action));
  const close = () => setAsked(null);
  const act = async (request: ActionRequest, done: string) => {
    await actOnOne(objectRef.cluster, objectRef.kind, request);
    showToast({ tone: "ok", title: done });
    await queries.invalidateQueries({ queryKey: objectKey(objectRef) });
  };
  const targets = [{ namespace: objectRef.namespace, name: objectRef.name, uid: object.metadata.uid }];
  const isCordoned = flag(object, "spec", "unschedulable");
  const isLeaving = object.metadata.deletionTimestamp !== undefined;
  return (
    <>
      {can.scale === null ? (
        <Button icon={Scaling} disabledReason={why("scale")} onClick={() => setAsked("scale")}>
          Scale…
        </Button>
      ) : null}
      {can.restart === null ? (
        <Button icon={RotateCw} disabledReason={why("restart")} onClick={() => setAsked("restart")}>
          Restart…
        </Button>
      ) : null}
      {can.cordon === null ? (
        isCordoned ? (
          <Button icon={CircleCheck} disabledReason={why("uncordon")} onClick={() => setAsked("uncordon")}>
            Uncordon…
          </Button>
        ) : (
          <Button icon={Ban} disabledReason={why("cordon")} onClick={() => setAsked("cordon")}>
            Cordon…
          </Button>
        )
      ) : null}
      {can.delete === null ? (
        <Button
          icon={Trash2}
          variant="danger"
          disabledReason={why("delete") ?? (isLeaving ? "it is being deleted already" : null)}
          onClick={() => setAsked("delete")}
        >
          Delete…
        </Button>
      ) : null}
      {asked === "delete" ? (
        <DeleteDialog
          objectRef={objectRef}
          object={object}
          onClose={close}
          onConfirm={(propagation) => act({ action: "delete", targets, propagation }, `${noun} ${name} deleted`)}
        />
      ) : null}
      {asked === "scale" ? (
        <ScaleDialog
          name={objectRef.name}
          object={object}
          onClose={close}
          onConfirm={(replicas) =>
            act(
              { action: "scale", targets, replicas },
              `${noun} ${name} scaled to ${formatPlural(replicas, "replica")}`,
            )
          }
        />
      ) : null}
      <ConfirmDialog
        open={asked === "restart"}
        onClose={close}
        title={`Restart ${noun} ${name}?`}
        consequences={asked === "restart" ? restartConsequences(objectRef.kind, object) : []}
        confirm={`Restart ${noun}`}
        onConfirm={() => act({ action: "restart", targets }, `${noun} ${name} restarts`)}
      />
      {asked === "cordon" || asked === "uncordon" ? (
        <CordonDialog
          action={asked}
          objectRef={objectRef}
          onClose={close}
          onConfirm={() =>
            act(
              { action: asked, targets },
              asked === "cordon" ? `Node ${name} takes no new pods` : `Node ${name} takes pods again`,
            )
          }
        />
      ) : null}
    </>
  );
}

function CordonDialog(props: {
  action: "cordon" | "uncordon";
  objectRef: ObjectRef;
  onClose: () => void;
  onConfirm: () => Promise<void>;
}) {
  const { action, objectRef } = props;
  const { cluster, name } = objectRef;
  const pods = useWindow({ kind: "pods", cluster, filter: `node=${JSON.stringify(name)}`, rows: 1 }).counts?.matched;
  const stay =
    pods === undefined
      ? "The pods on it stay."
      : `${formatPlural(pods, "pod")} on it stay.`.replace("1 pod on it stay", "1 pod on it stays");
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`${action === "cordon" ? "Cordon" : "Uncordon"} node ${plainText(name)}?`}
      consequences={
        action === "cordon" ? ["No new pods are placed on it.", stay] : ["New pods may be placed on it again.", stay]
      }
      confirm={action === "cordon" ? "Cordon node" : "Uncordon node"}
      onConfirm={props.onConfirm}
    />
  );
}
