"use client";
import { SearchX, ShieldQuestionMark } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import type { ErrorBody } from "@/lib/contract/errors.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** In place of rows when there are none: loading, failed, nothing there, or nothing that fits. */
export function NoRows(props: {
  /** `pods` */
  noun: string;
  state: "loading" | "error" | "empty";
  error: ErrorBody | null;
  isFiltered: boolean;
  onClear: () => void;
  onRetry: () => void;
  empty: ReactNode;
}) {
  const { noun, state, error, isFiltered, onClear, onRetry, empty } = props;
  if (state === "loading") return <LoadingRows noun={noun} />;
  if (state === "error" && error?.details.what === rightsCheck) return <Unchecked why={error.message} />;
  if (state === "error") return <ErrorPanel what={`The ${noun} cannot be listed`} error={error} onRetry={onRetry} />;
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
