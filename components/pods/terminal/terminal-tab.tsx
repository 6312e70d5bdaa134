"use client";
import { SquareTerminal } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ForbiddenPanel } from "@/components/ui/forbidden-panel.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import type { PodRef } from "@/lib/api/console/pods.ts";
import type { Pod } from "@/lib/contract/pod.ts";
import { podCan } from "@/lib/contract/pod-state.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { splitWords } from "@/lib/format/words.ts";
import { TerminalView } from "./terminal-view.tsx";

/** A terminal in an app of the pod. It opens when asked: each session is in the audit log. */
export function TerminalTab({ pod, podRef, denied }: { pod: Pod; podRef: PodRef; denied: string | null }) {
  const running = pod.apps.filter(({ state }) => state === "running");
  const [app, setApp] = useState(running[0]?.name ?? "");
  const [command, setCommand] = useState("/bin/sh");
  const [session, setSession] = useState<{ id: number; app: string; command: string[] } | null>(null);
  if (denied !== null) return <ForbiddenPanel why={denied} />;
  const ended = running.length === 0 ? "no app of the pod is running" : null;
  const closed = podCan.exec(pod.state) === null ? ended : `the pod is ${pod.state}`;
  if (closed !== null && session === null)
    return (
      <EmptyState icon={SquareTerminal} title="No terminal now">
        {capital(closed)}.
      </EmptyState>
    );
  const words = splitWords(command);
  const open = () => {
    if (closed === null && words.length > 0) setSession((held) => ({ id: (held?.id ?? 0) + 1, app, command: words }));
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <form
        className="flex flex-none flex-wrap items-center gap-2 px-4 py-2"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        {pod.apps.length > 1 ? (
          <Select
            aria-label="App"
            className="w-44!"
            value={app}
            onChange={(event) => setApp(event.target.value)}
            options={running.map(({ name }) => ({ value: name, label: plainText(name) }))}
          />
        ) : null}
        <Input
          aria-label="Command"
          mono
          className="w-64! max-md:w-full!"
          value={command}
          onChange={(event) => setCommand(event.target.value)}
        />
        <Button
          type="submit"
          icon={SquareTerminal}
          variant={session === null ? "primary" : "default"}
          disabledReason={closed ?? (words.length === 0 ? "give a command" : null)}
        >
          {session === null ? "Open terminal" : "Open anew"}
        </Button>
        <span className="text-fg-3 text-sm">The session is noted in the audit log.</span>
      </form>
      {session === null ? (
        <div className="min-h-40 flex-1 border-line border-t bg-sunken">
          <EmptyState icon={SquareTerminal} title="Nothing is open">
            The command runs in the app's own namespaces, with its user, capabilities and limits.
          </EmptyState>
        </div>
      ) : (
        <TerminalView key={session.id} podRef={podRef} app={session.app} command={session.command} />
      )}
    </div>
  );
}
