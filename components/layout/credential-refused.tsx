"use client";
import { KeyRound } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { useCluster } from "./cluster-context.tsx";

/** In place of what the API server does not show any more, as it does not accept the credential; where a new one is given. */
export function CredentialRefused({ why, page = false }: { why: string; page?: boolean }) {
  const { name, clusters } = useCluster();
  const isToken = clusters.find((one) => one.name === name)?.access === "token";
  return (
    <EmptyState
      page={page}
      icon={KeyRound}
      title={isToken ? `${name} no longer accepts your token` : `${name} does not accept the credential`}
      action={
        <ButtonLink href={paths.settings(name, "clusters")}>
          {isToken ? "Give a new token" : "Clusters in settings"}
        </ButtonLink>
      }
    >
      <p>{capital(plainText(why))}.</p>
      <p className="mt-3">
        {isToken ? "It may have expired, or was withdrawn." : "It may have expired."} With a new one this page goes on
        by itself.
      </p>
    </EmptyState>
  );
}
