import { ShieldAlert, ShieldCheck } from "lucide-react";
import { Icon } from "@/components/ui/icon.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import type { AuditPage } from "@/lib/contract/console.ts";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** Whether the hash chain of the log holds. */
export function ChainState({ verified }: { verified: AuditPage["verified"] | null }) {
  if (verified === null) return null;
  const says = verified.ok
    ? `Each entry holds the hash of the one before: ${formatPlural(verified.entries, "entry", "entries")} checked. craton audit verify checks it from outside.`
    : plainText(verified.why ?? "the reason is not known");
  return (
    <Tooltip text={says}>
      <button
        type="button"
        className={`inline-flex cursor-help! items-center gap-1.5 text-sm ${verified.ok ? "text-ok" : "text-bad"}`}
      >
        <Icon of={verified.ok ? ShieldCheck : ShieldAlert} />
        {verified.ok ? "Chain verified" : "Chain broken"}
      </button>
    </Tooltip>
  );
}
