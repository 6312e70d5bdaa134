"use client";
import "./globals.css";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { TooltipProvider } from "@/components/ui/tooltip.tsx";
import { pageProblem } from "./page-problem.ts";

/** The last resort: even the frame could not be made. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Craton</title>
        <TooltipProvider>
          <main className="grid h-dvh place-items-center">
            <ErrorPanel what="Craton cannot be shown" error={pageProblem(error)} onRetry={retry} />
          </main>
        </TooltipProvider>
      </body>
    </html>
  );
}
