"use client";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { pageProblem } from "../../page-problem.ts";

/** A page of a cluster that could not be made; the frame around it stays. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorPanel what="This page cannot be shown" error={pageProblem(error)} onRetry={retry} />;
}
