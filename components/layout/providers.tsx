"use client";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { sessionOver } from "@/components/table/session-over.ts";
import { Toaster } from "@/components/ui/toaster.tsx";
import { TooltipProvider } from "@/components/ui/tooltip.tsx";
import { toProblem } from "@/lib/format/problem.ts";

/** Some primitives add a <style> element when a dialog opens; the policy lets it in by the page's nonce, looked up under this name. */
function passNonce(): void {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  if (nonce) Reflect.set(globalThis, "__webpack_nonce__", nonce);
}

/** A session that ended while the page was open: sign in again and come back. */
function leaveWhenOver(error: unknown): void {
  if (toProblem(error).code === "unauthenticated") sessionOver();
}

function makeQueries(): QueryClient {
  if (typeof document !== "undefined") passNonce();
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenOver }),
    defaultOptions: { queries: { staleTime: 10_000, retry: 1, refetchOnWindowFocus: false } },
  });
}

/** What every page needs around it. */
export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(makeQueries);
  return (
    <QueryClientProvider client={queries}>
      <TooltipProvider>
        {children}
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
