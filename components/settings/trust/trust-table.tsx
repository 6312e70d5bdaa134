"use client";
import { EyeOff, Trash2 } from "lucide-react";
import { useDenied } from "@/components/layout/session-context.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { TrustedKey } from "@/lib/contract/trust.ts";
import { visibleName } from "@/lib/format/visible-name.ts";
import { effectOf } from "./trust-words.ts";

export type TrustTableProps = {
  keys: readonly TrustedKey[];
  onMask: (key: TrustedKey) => void;
  onRemove: (key: TrustedKey) => void;
};

/** One row a file of the trust folders: those for every name first, then by prefix. */
export function TrustTable({ keys, onMask, onRemove }: TrustTableProps) {
  const denied = useDenied("remove", "trust");
  const columns = [
    {
      title: "Trusted for",
      cell: ({ prefix }: TrustedKey) => (prefix === null ? "every name" : <CodeText text={prefix} most={40} />),
    },
    {
      title: "State",
      cell: (entry: TrustedKey) => (
        <span title={entry.key?.why ?? undefined}>
          <Status {...effectOf(entry)} />
        </span>
      ),
    },
    { title: "User", cell: (entry: TrustedKey) => <User text={userOf(entry, keys)} /> },
    {
      title: "Fingerprint",
      cell: ({ fingerprint }: TrustedKey) => <CodeText text={fingerprint} most={19} copy="fingerprint" />,
    },
    { title: "Algorithm", cell: ({ key }: TrustedKey) => key?.algorithm ?? <Dash /> },
    { title: "Expires", cell: ({ key }: TrustedKey) => (key ? (key.expiresAt?.slice(0, 10) ?? "never") : <Dash />) },
    { title: "From", cell: ({ origin }: TrustedKey) => (origin === "system" ? "the system" : "this node") },
    {
      title: "",
      numeric: true,
      cell: (entry: TrustedKey) =>
        entry.origin === "system" ? (
          <IconButton
            icon={EyeOff}
            size="sm"
            variant="ghost"
            label={`Mask ${nameOf(entry, keys)}`}
            disabledReason={denied ?? (entry.kind === "masked" ? "it is masked" : null)}
            onClick={() => onMask(entry)}
          />
        ) : (
          <IconButton
            icon={Trash2}
            size="sm"
            variant="ghost"
            label={`Remove ${entry.kind === "mask" ? "the mask of " : ""}${nameOf(entry, keys)}`}
            disabledReason={denied}
            onClick={() => onRemove(entry)}
          />
        ),
    },
  ];
  return (
    <SimpleTable
      label="Trusted keys"
      columns={columns}
      rows={[...keys].sort((a, b) => placeOf(a).localeCompare(placeOf(b)))}
      rowKey={({ origin, prefix, fingerprint }) => `${origin} ${prefix ?? ""} ${fingerprint}`}
    />
  );
}

const placeOf = ({ prefix, fingerprint, origin }: TrustedKey) => `${prefix ?? ""} ${fingerprint} ${origin}`;
/** A mask has no user of its own; the key that it hides has. */
const userOf = ({ key, fingerprint }: TrustedKey, all: readonly TrustedKey[]) =>
  (key ?? all.find((other) => other.key && other.fingerprint === fingerprint)?.key)?.users[0];
const nameOf = (entry: TrustedKey, all: readonly TrustedKey[]) =>
  visibleName(userOf(entry, all) ?? entry.fingerprint.slice(0, 16));

function User({ text }: { text: string | undefined }) {
  if (text === undefined) return <Dash />;
  return (
    <span className="inline-block max-w-[36ch] truncate align-top" title={visibleName(text)}>
      {visibleName(text)}
    </span>
  );
}
