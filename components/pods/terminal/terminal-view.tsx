"use client";
import { useEffect, useRef, useState } from "react";
import { Status } from "@/components/ui/status.tsx";
import type { PodRef } from "@/lib/api/console/pods.ts";
import { getTicket } from "@/lib/api/console/tickets.ts";
import { type TerminalEnd, TerminalSocket } from "@/lib/api/live/terminal.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { toProblem } from "@/lib/format/problem.ts";

type State = { tone: "ok" | "busy" | "idle" | "bad"; word: string };

const endState = (end: TerminalEnd): State =>
  "code" in end
    ? { tone: end.code === 0 ? "idle" : "bad", word: `ended with code ${end.code}` }
    : { tone: "bad", word: plainText(end.error.message) };

/** One terminal session: made when it is shown, ended when it leaves. xterm is fetched only now. */
export function TerminalView({ podRef, app, command }: { podRef: PodRef; app: string; command: string[] }) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<State>({ tone: "busy", word: "connecting" });
  const { cluster, node, uuid } = podRef;
  const words = JSON.stringify(command);
  useEffect(() => {
    const abort = new AbortController();
    let close = () => {};
    const open = async () => {
      const { openTerminal } = await import("./xterm-view.ts");
      const element = place.current;
      if (abort.signal.aborted || element === null) return;
      const screen = openTerminal(element);
      close = () => screen.close();
      const request = {
        kind: "exec" as const,
        cluster,
        node,
        uuid,
        app,
        command: JSON.parse(words) as string[],
        tty: true,
        columns: screen.columns(),
        rows: screen.rows(),
      };
      const ticket = await getTicket(request, { signal: abort.signal });
      if (abort.signal.aborted) return;
      const socket = new TerminalSocket(ticket, {
        onOpen: () => setState({ tone: "ok", word: "connected" }),
        onData: (bytes, _stream, drawn) => screen.write(bytes, drawn),
        onEnd: (end) => {
          setState(endState(end));
          screen.freeze();
        },
      });
      screen.onInput((text) => socket.write(text));
      screen.onResize((columns, rows) => socket.resize(columns, rows));
      close = () => {
        socket.close();
        screen.close();
      };
      screen.focus();
    };
    open().catch((error: unknown) => {
      if (!abort.signal.aborted) setState({ tone: "bad", word: toProblem(error).why });
    });
    return () => {
      abort.abort();
      close();
    };
  }, [cluster, node, uuid, app, words]);
  return (
    <div className="flex min-h-60 flex-1 flex-col">
      <div className="relative min-h-0 flex-1 border-line border-t bg-sunken">
        <div
          ref={place}
          className="absolute inset-x-4 inset-y-2 overflow-hidden max-md:inset-x-2"
          data-testid="terminal"
        />
      </div>
      <footer className="flex flex-none items-center gap-3 border-line border-t px-4 py-1.5 text-sm" aria-live="polite">
        <Status
          tone={state.tone}
          word={state.word}
          // Why it failed is read in full.
          className={
            state.tone === "bad"
              ? "whitespace-normal! [&>span]:[overflow-wrap:anywhere] [&>span]:whitespace-normal"
              : ""
          }
        />
        <span className="mono max-w-60 flex-none truncate text-fg-3 max-md:max-w-32">
          {plainText(app)}: {plainText(command.join(" "))}
        </span>
      </footer>
    </div>
  );
}
