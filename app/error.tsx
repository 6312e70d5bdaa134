"use client";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { pageProblem } from "./page-problem.ts";

/** A page outside of a cluster that could not be made. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="grid h-dvh place-items-center">
      <ErrorPanel what="This page cannot be shown" error={pageProblem(error)} onRetry={retry} />
    </main>
  );
}
