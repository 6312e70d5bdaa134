"use client";
import { useQuery } from "@tanstack/react-query";
import { denied, useSession } from "@/components/layout/session-context.tsx";
import { getObjectRights } from "@/lib/api/console/objects.ts";
import type { ObjectAction, ObjectRights } from "@/lib/contract/kube-object.ts";
import type { Verb } from "@/lib/contract/roles.ts";
import { toProblem } from "@/lib/format/problem.ts";

const verbs: Record<ObjectAction, Verb> = {
  delete: "remove",
  scale: "scale",
  restart: "restart",
  cordon: "cordon",
  uncordon: "cordon",
};

/**
 * Why the user may not do an action to objects of a kind in a namespace (null: in all of them); null when he may. Asked of
 * the server, which asks the cluster; it decides again at every action.
 */
export function useRights(
  cluster: string,
  kind: string,
  namespace: string | null,
): (action: ObjectAction) => string | null {
  const session = useSession();
  const query = useQuery({
    queryKey: ["object-rights", cluster, kind, namespace],
    queryFn: ({ signal }) => getObjectRights(cluster, kind, namespace, { signal }),
    staleTime: 30_000,
    retry: false,
  });
  return (action) => denied(session, verbs[action], "object") ?? reason(query.data, query.error, action);
}

function reason(rights: ObjectRights["rights"] | undefined, error: unknown, action: ObjectAction): string | null {
  if (rights) return rights[action];
  return error ? `your rights are not known: ${toProblem(error).why}` : "your rights are being asked for";
}
