"use client";
import { Download, Search } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { Switch } from "@/components/ui/switch.tsx";
import { useCode } from "@/components/ui/use-code.ts";
import type { ObjectRef } from "@/lib/api/console/objects.ts";
import type { ObjectDetail } from "@/lib/contract/kube-object.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { withoutStatus } from "./without-status.ts";

/** The object as YAML, read only: search, fold, copy, download, with or without its status. */
export function YamlTab({ detail, objectRef }: { detail: ObjectDetail; objectRef: ObjectRef }) {
  const [withStatus, setWithStatus] = useState(true);
  const text = withStatus ? detail.yaml : withoutStatus(detail.yaml);
  const view = useCode({ label: "YAML of the object", text, language: "yaml" });
  const id = useId();
  const isSecret = objectRef.kind === "secrets";
  return (
    <div className="flex min-h-0 flex-1 flex-col p-4 max-md:p-2">
      <div className="mb-2 flex min-h-7 flex-none flex-wrap items-center gap-x-3 gap-y-2">
        <span className="text-fg-3 text-sm">
          read only, {formatBytes(text.length)}
          {isSecret ? ", values are hidden" : ""}
        </span>
        <span className="ml-auto flex flex-wrap items-center gap-3">
          {detail.object.status === undefined ? null : (
            <label htmlFor={id} className="inline-flex items-center gap-2 text-fg-2">
              <Switch id={id} checked={withStatus} onChange={({ target }) => setWithStatus(target.checked)} />
              Status
            </label>
          )}
          <Button size="sm" icon={Search} onClick={view.search}>
            Search
          </Button>
          <Button size="sm" icon={Download} onClick={() => download(`${objectRef.name}.yaml`, text)}>
            Download
          </Button>
          <CopyButton text={text} what="YAML" />
        </span>
      </div>
      <div
        className="min-h-80 min-w-0 flex-1 overflow-hidden rounded-lg border border-line focus-within:border-accent"
        data-testid="yaml"
      >
        <div ref={view.place} className="h-full" />
        {view.isReady ? null : <pre className="overflow-hidden p-3 text-fg-2">{text.slice(0, 4000)}</pre>}
      </div>
    </div>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replace(/[^\w.-]+/g, "-");
  link.click();
  URL.revokeObjectURL(url);
}
