import { Lock } from "lucide-react";
import { capital } from "@/lib/format/capital.ts";
import { CopyButton } from "./copy-button.tsx";
import { EmptyState } from "./empty-state.tsx";

/** In place of what the user may not see: which right is missing, and who can give it. */
export function ForbiddenPanel({ why, requestId }: { why: string; requestId?: string | null }) {
  return (
    <EmptyState icon={Lock} title="You may not see this">
      <p>{why.startsWith("the ") ? capital(why) : why}.</p>
      <p>An administrator can give you a role that includes it.</p>
      {requestId ? (
        <p className="mono mt-2 text-fg-3">
          request {requestId} <CopyButton text={requestId} what="request id" />
        </p>
      ) : null}
    </EmptyState>
  );
}
