"use client";
import { Puzzle } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

/** In place of the list of a kind that the cluster does not show; the list comes as soon as it does. */
export function UnknownKind({ kind, why }: { kind: string; why: string | null }) {
  const { name: cluster, kinds } = useCluster();
  const router = useRouter();
  const isKnown = kinds.some(({ name }) => name === kind);
  useEffect(() => {
    if (isKnown) router.refresh();
  }, [isKnown, router]);
  // `deployments` is what people type for `deployments.apps`.
  const meant = kinds.find(({ resource, shortNames }) => resource === kind || shortNames.includes(kind));
  return (
    <EmptyState
      page
      icon={Puzzle}
      title={why === null ? `${cluster} has no kind ${kind}` : `The kinds of ${cluster} are not known yet`}
      action={
        meant ? (
          <ButtonLink href={paths.objects(cluster, meant.name)}>{meant.title}</ButtonLink>
        ) : (
          <>
            <ButtonLink href={paths.overview(cluster)}>Overview</ButtonLink>
            <Button onClick={() => router.refresh()}>Look again</Button>
          </>
        )
      }
    >
      {why === null
        ? "The address may be mistyped, or the custom resource definition that brought it is gone. A list opens here by itself when the kind is back."
        : `${plainText(why)}.`}
    </EmptyState>
  );
}
