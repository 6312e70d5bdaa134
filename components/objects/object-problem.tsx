"use client";
import { SearchX } from "lucide-react";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { CredentialRefused } from "@/components/layout/credential-refused.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { ForbiddenPanel } from "@/components/ui/forbidden-panel.tsx";
import type { ObjectRef } from "@/lib/api/console/objects.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { paths } from "@/lib/paths.ts";

/** In place of an object that cannot be shown: missing right, not there, or why it could not be read. */
export function ObjectProblem(props: { objectRef: ObjectRef; error: unknown; onRetry: () => void }) {
  const { cluster, kind, name, namespace } = props.objectRef;
  const problem = toProblem(props.error);
  const known = useCluster().kinds.find((one) => one.name === kind);
  if (problem.code === "kube-forbidden" || problem.code === "forbidden")
    return <ForbiddenPanel why={problem.why} requestId={problem.requestId} />;
  if (problem.code === "cluster-auth") return <CredentialRefused why={problem.why} />;
  if (problem.code === "not-found") {
    const isKind = problem.why.startsWith("there is no kind in cluster");
    return (
      <EmptyState
        icon={SearchX}
        title={
          isKind
            ? `The cluster has no ${plainText(kind)}`
            : `There is no ${plainText(known?.kind ?? kind)} ${plainText(name)}`
        }
        action={
          isKind ? (
            <ButtonLink href={paths.overview(cluster)}>To the overview</ButtonLink>
          ) : (
            <ButtonLink href={paths.objects(cluster, kind)}>
              All {plainText(known?.title.toLowerCase() ?? kind)}
            </ButtonLink>
          )
        }
      >
        {isKind
          ? "Its discovery shows no such kind. The definition may have been deleted, or it stands in another cluster."
          : `It was deleted, or never was in ${namespace === null ? "this cluster" : `namespace ${plainText(namespace)}`}.`}
      </EmptyState>
    );
  }
  return <ErrorPanel what={`${plainText(name)} cannot be shown`} error={props.error} onRetry={props.onRetry} />;
}
