"use client";
import { Box, Play } from "lucide-react";
import { denied, useSession } from "@/components/layout/session-context.tsx";
import type { DrawCell } from "@/components/table/body-row.tsx";
import { LiveTable } from "@/components/table/live-table.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import type { ButtonVariant } from "@/components/ui/button-style.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { TailText } from "@/components/ui/tail-text.tsx";
import type { Tone } from "@/components/ui/tone.ts";
import { kinds } from "@/lib/contract/kinds.ts";
import type { Row } from "@/lib/contract/live.ts";
import { podState, wordTone } from "@/lib/contract/pod-state.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { refOfRow } from "./pod-row.ts";
import { usePodsBulk } from "./pods-bulk.ts";

const narrow = ["name", "status", "created"];

function tone(word: string): Tone {
  if (word === "failed") return "bad";
  const state = podState.safeParse(word);
  return state.success ? wordTone(state.data) : "idle";
}

/** Names of images differ at their ends. */
const draw: DrawCell = (column, row) => {
  const names = row.cells.images;
  return column.id === "images" && typeof names === "string" && names !== "" ? (
    <TailText text={plainText(names)} />
  ) : undefined;
};

/** All pods of the cluster, live. */
export function PodsList() {
  const session = useSession();
  const { cluster } = session;
  const bulk = usePodsBulk();
  const noRun = denied(session, "create", "pod");
  const run = (variant: ButtonVariant) =>
    noRun === null ? (
      <ButtonLink href={paths.run(cluster)} variant={variant} icon={Play}>
        Run a pod
      </ButtonLink>
    ) : (
      <Button variant={variant} icon={Play} disabledReason={noRun}>
        Run a pod
      </Button>
    );
  return (
    <LiveTable
      kind={kinds.pods}
      linked="name"
      narrow={narrow}
      tone={tone}
      draw={draw}
      bulk={bulk}
      href={(row: Row) => {
        const ref = refOfRow(cluster, row);
        return paths.pod(cluster, ref.node, ref.uuid);
      }}
      actions={run("primary")}
      empty={
        <EmptyState icon={Box} title="No pods yet" action={run("default")}>
          A pod is one or more apps that share a network and a life. Run one from an image of the store.
        </EmptyState>
      }
    />
  );
}
