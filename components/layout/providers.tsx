"use client";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Toaster } from "@/components/ui/toaster.tsx";
import { TooltipProvider } from "@/components/ui/tooltip.tsx";
import { toProblem } from "@/lib/format/problem.ts";
import { paths } from "@/lib/paths.ts";

/** Some primitives add a <style> element when a dialog opens; the policy lets it in by the page's nonce, looked up under this name. */
function passNonce(): void {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  if (nonce) Reflect.set(globalThis, "__webpack_nonce__", nonce);
}

/** A session that ended while the page was open: sign in again and come back. */
function leaveWhenOver(error: unknown): void {
  const isOver = toProblem(error).code === "unauthenticated" && !location.pathname.startsWith(paths.signIn());
  if (isOver) location.assign(paths.signIn(location.pathname + location.search));
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
