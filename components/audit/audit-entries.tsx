import { ChevronRight } from "lucide-react";
import { Age } from "@/components/ui/age.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { Tone } from "@/components/ui/tone.ts";
import type { AuditEntry } from "@/lib/contract/console.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { formatTime } from "@/lib/format/time.ts";

const tones: Record<AuditEntry["outcome"], Tone> = { allowed: "ok", refused: "warn", failed: "bad" };
const row =
  "grid h-8 max-md:h-12 items-center gap-x-3 px-4 grid-cols-[14px_64px_minmax(90px,130px)_minmax(120px,170px)_minmax(0,1fr)_minmax(80px,140px)_96px] max-md:grid-cols-[14px_44px_minmax(0,1fr)_84px]";

/** One line an entry; its details open under it. */
export function AuditEntries({ entries }: { entries: AuditEntry[] }) {
  return (
    <div>
      <div
        aria-hidden="true"
        className={`${row} sticky top-0 z-10 h-[30px]! border-line border-b bg-sunken font-medium text-fg-2 text-sm`}
      >
        <span />
        <span>Age</span>
        <span className="max-md:hidden">User</span>
        <span>Action</span>
        <span className="max-md:hidden">Object</span>
        <span className="max-md:hidden">Node</span>
        <span>Outcome</span>
      </div>
      <ul>
        {entries.map((entry) => (
          <li key={entry.seq}>
            <One entry={entry} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function One({ entry }: { entry: AuditEntry }) {
  return (
    <details className="group border-line border-b open:bg-sunken">
      <summary className={`${row} list-none hover:bg-hover -outline-offset-2!`}>
        <Icon of={ChevronRight} size={12} className="text-fg-3 transition-transform group-open:rotate-90" />
        <span className="tabular-nums">
          <Age at={entry.time} tooltip={false} />
        </span>
        <span className="truncate max-md:hidden">{plainText(entry.user) || <Dash says="nobody" />}</span>
        <span className="min-w-0 truncate">
          <span className="mono">{plainText(entry.action)}</span>
          <span className="block truncate text-fg-2 text-sm md:hidden">{plainText(entry.user) || "nobody"}</span>
        </span>
        <span className="mono truncate text-fg-2 max-md:hidden">{plainText(entry.object) || <Dash />}</span>
        <span className="truncate text-fg-2 max-md:hidden">
          {entry.node === null ? <Dash /> : plainText(entry.node)}
        </span>
        <Status tone={tones[entry.outcome]} word={capital(entry.outcome)} />
      </summary>
      <div className="px-4 pt-1 pb-4 pl-[42px] max-md:pl-4">
        <Facts>
          <Fact label="Time">{formatTime(entry.time)}</Fact>
          <Fact label="User">{`${plainText(entry.user)}${entry.role ? ` (${plainText(entry.role)})` : ""} from ${plainText(entry.address)}`}</Fact>
          <Fact label="Object">
            {entry.object === "" ? null : <CodeText text={entry.object} copy="object" className="break-all" />}
          </Fact>
          <Fact label="Request">
            <CodeText text={entry.requestId} copy="request id" />
          </Fact>
          <Fact label="Entry">
            <span className="tabular-nums">{entry.seq}</span> <CodeText text={entry.hash} most={24} copy="hash" />
          </Fact>
          <Fact label="Before it">
            <CodeText text={entry.previous} most={24} copy="hash" />
          </Fact>
        </Facts>
        {Object.keys(entry.details).length === 0 ? null : (
          <pre className="mt-3 max-h-80 overflow-auto whitespace-pre-wrap break-all rounded-md border border-line bg-bg p-2.5">
            {plainText(JSON.stringify(entry.details, null, 2), { lines: true })}
          </pre>
        )}
      </div>
    </details>
  );
}
