"use client";
/** Delete, scale, restart and cordon for many rows of a list of Kubernetes objects. */
import { useQuery } from "@tanstack/react-query";
import { Ban, CircleCheck, RotateCw, Scaling, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { denied, useSession } from "@/components/layout/session-context.tsx";
import type { BulkAction } from "@/components/table/bulk.ts";
import { listKinds } from "@/lib/api/console/kinds.ts";
import type { KubeKind } from "@/lib/contract/kube-kind.ts";
import type { ObjectAction } from "@/lib/contract/kube-object.ts";
import type { Row } from "@/lib/contract/live.ts";
import { objectCan } from "@/lib/contract/object-can.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { actOnOne } from "./actions/act-on-one.ts";
import { needsName, ownsOthers } from "./actions/delete-consequences.ts";
import { useRights } from "./actions/use-rights.ts";
import { namesOf, nounOf, placeOfRow } from "./row-place.ts";

/** Where the user lacks a right in all namespaces, the server tells by each row whether it is there in that one. */
export function useObjectBulk(kind: KubeKind): BulkAction[] {
  const session = useSession();
  const { cluster } = session;
  const isMixed = kind.of !== undefined;
  const kinds = useQuery({
    queryKey: ["kube-kinds", cluster],
    queryFn: ({ signal }) => listKinds(cluster, { signal }),
    enabled: isMixed,
    staleTime: 30_000,
  }).data;
  const rights = useRights(cluster, isMixed ? "pods" : kind.name, null);
  const clusterRights = {
    delete: rights("delete"),
    scale: rights("scale"),
    restart: rights("restart"),
    cordon: rights("cordon"),
    uncordon: rights("uncordon"),
  };
  const answers = JSON.stringify(clusterRights);
  return useMemo(() => {
    const whole = JSON.parse(answers) as Record<ObjectAction, string | null>;
    const kindOf = (row: Row) => (isMixed ? kinds?.find(({ name }) => name === placeOfRow(kind, row).kind) : kind);
    const no = (action: ObjectAction) =>
      kind.namespaced || isMixed
        ? denied(session, action === "delete" ? "remove" : action === "uncordon" ? "cordon" : action, "object")
        : whole[action];
    const can = (action: ObjectAction) => (row: Row) => {
      const found = kindOf(row);
      return found === undefined ? "its kind is not known yet" : objectCan(found)[action];
    };
    const target = (row: Row) => {
      const { namespace, name } = placeOfRow(kind, row);
      return { namespace, name };
    };
    const run =
      (action: "delete" | "restart" | "cordon" | "uncordon") =>
      (row: Row): Promise<void> =>
        actOnOne(cluster, placeOfRow(kind, row).kind, { action, targets: [target(row)] });
    const count = (rows: number) => formatPlural(rows, ...nounOf(kind));
    const remove: BulkAction = {
      id: "delete",
      label: "Delete…",
      icon: Trash2,
      danger: true,
      denied: no("delete"),
      can: can("delete"),
      ask: (rows) => ({
        title: `Delete ${count(rows.length)}?`,
        consequences: [
          namesOf(kind, rows),
          ...(isMixed || ownsOthers(kind.name) ? ["What they own is deleted with them, pods too."] : []),
          ...(kind.name === "pods" ? ["Pods that a controller looks after are made anew by it."] : []),
          ...(kind.name === "namespaces" ? ["Everything in them is deleted with them."] : []),
          "This cannot be undone.",
        ],
        confirm: `Delete ${count(rows.length)}`,
        ...(needsName(kind.name)
          ? { typeName: rows.length === 1 ? placeOfRow(kind, rows[0] as Row).name : `delete ${rows.length}` }
          : {}),
      }),
      run: run("delete"),
      done: (done) => `${count(done)} deleted`,
    };
    const scale: BulkAction = {
      id: "scale",
      label: "Scale…",
      icon: Scaling,
      denied: no("scale"),
      can: can("scale"),
      ask: (rows) => ({
        title: `Scale ${count(rows.length)}?`,
        consequences: [
          namesOf(kind, rows),
          "Each gets the same number of replicas; with 0 all their pods are deleted.",
        ],
        confirm: `Scale ${count(rows.length)}`,
        number: { label: "Replicas of each", initial: 1, most: 100_000 },
      }),
      run: (row, replicas = 1) =>
        actOnOne(cluster, placeOfRow(kind, row).kind, { action: "scale", targets: [target(row)], replicas }),
      done: (done) => `${count(done)} scaled`,
    };
    const restart: BulkAction = {
      id: "restart",
      label: "Restart…",
      icon: RotateCw,
      denied: no("restart"),
      can: can("restart"),
      ask: (rows) => ({
        title: `Restart ${count(rows.length)}?`,
        consequences: [namesOf(kind, rows), "Their pods are replaced by new ones, in the way of each one's strategy."],
        confirm: `Restart ${count(rows.length)}`,
      }),
      run: run("restart"),
      done: (done) => `${count(done)} ${done === 1 ? "restarts" : "restart"}`,
    };
    const cordon = (action: "cordon" | "uncordon"): BulkAction => ({
      id: action,
      label: action === "cordon" ? "Cordon…" : "Uncordon…",
      icon: action === "cordon" ? Ban : CircleCheck,
      denied: no(action),
      can: can(action),
      ask: (rows) => ({
        title: `${action === "cordon" ? "Cordon" : "Uncordon"} ${count(rows.length)}?`,
        consequences: [
          namesOf(kind, rows),
          action === "cordon"
            ? "No new pods are placed on them; those that are there stay."
            : "New pods may be placed on them again.",
        ],
        confirm: `${action === "cordon" ? "Cordon" : "Uncordon"} ${count(rows.length)}`,
      }),
      run: run(action),
      done: (done) => `${count(done)} ${action}ed`,
    });
    const able = (action: ObjectAction) => isMixed || objectCan(kind)[action] === null;
    return [
      ...(able("scale") ? [scale] : []),
      ...(able("restart") ? [restart] : []),
      ...(kind.name === "nodes" ? [cordon("cordon"), cordon("uncordon")] : []),
      ...(able("delete") ? [remove] : []),
    ];
  }, [answers, cluster, isMixed, kind, kinds, session]);
}
