"use client";
import { CloudOff, SearchX, ShieldQuestionMark } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { CredentialRefused } from "@/components/layout/credential-refused.tsx";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import type { ErrorBody } from "@/lib/contract/errors.ts";
import type { Source } from "@/lib/contract/live.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import type { RowsState } from "./rows-state.ts";

/** In place of rows when there are none: loading, failed, nothing there, or nothing that fits. */
export function NoRows(props: {
  /** `pods` */
  noun: string;
  state: NonNullable<RowsState>;
  error: ErrorBody | null;
  sources: readonly Source[];
  isFiltered: boolean;
  onClear: () => void;
  onRetry: () => void;
  empty: ReactNode;
}) {
  const { noun, state, error, isFiltered, onClear, onRetry, empty } = props;
  if (state === "loading") return <LoadingRows noun={noun} />;
  if (state === "error" && error?.details.what === rightsCheck) return <Unchecked why={error.message} />;
  if (state === "error" && error?.code === "cluster-auth") return <CredentialRefused why={error.message} />;
  if (state === "error") return <ErrorPanel what={`The ${noun} cannot be listed`} error={error} onRetry={onRetry} />;
  if (state === "unheard") return <Unheard noun={noun} sources={props.sources} />;
  if (!isFiltered) return empty;
  return (
    <EmptyState
      icon={SearchX}
      title={`No ${noun} fit the filter`}
      action={<Button onClick={onClear}>Clear filter and status</Button>}
    >
      Every term must hold. Clear it to see all of them.
    </EmptyState>
  );
}

function Unheard({ noun, sources }: { noun: string; sources: readonly Source[] }) {
  const why = sources.find((source) => source.why !== null)?.why;
  return (
    <EmptyState icon={CloudOff} title={`Nothing is known of the ${noun} yet`}>
      {why ? <p>{capital(plainText(why))}.</p> : null}
      <p>It is asked again all the time; the list comes by itself.</p>
    </EmptyState>
  );
}

/** As lib/server/clusters/subject-rights.ts says it: nothing may be shown to whom it cannot be proved to belong. */
const rightsCheck = "the check of your rights";

function Unchecked({ why }: { why: string }) {
  return (
    <EmptyState icon={ShieldQuestionMark} title="Your rights cannot be checked now">
      <p>{capital(plainText(why))}.</p>
      <p>Nothing is shown until they can be. The list comes back by itself.</p>
    </EmptyState>
  );
}

const widths = ["w-40", "w-56", "w-48", "w-32", "w-52", "w-44"];

function LoadingRows({ noun }: { noun: string }) {
  const rows = useRef(
    Array.from({ length: 14 }, (_, at) => ({ at, width: widths[at % widths.length] ?? "w-40" })),
  ).current;
  return (
    <div role="status">
      <span className="sr-only">Loading {noun}</span>
      {rows.map(({ at, width }) => (
        <div key={at} className="flex h-(--row) items-center gap-12 border-line border-b px-3">
          <Skeleton className={`h-3 ${width}`} />
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-3 w-16 max-md:hidden" />
          <Skeleton className="h-3 w-24 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
