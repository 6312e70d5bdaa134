"use client";
import { useEffect, useRef, useState } from "react";
import type { EditorHandle } from "./json-editor-view.ts";

export type JsonEditorProps = {
  label: string;
  value: string;
  /** Without it the text is read only. */
  onChange?: (value: string) => void;
  /** Faults to mark, by offset in the text. */
  faults?: { from: number; to: number; message: string }[];
};

/** JSON with line numbers, colours and folding. The editor is fetched when it is first shown. */
export function JsonEditor({ label, value, onChange, faults }: JsonEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const handle = useRef<EditorHandle | null>(null);
  const newest = useRef({ value, onChange, faults });
  newest.current = { value, onChange, faults };
  const [ready, setReady] = useState(false);
  const editable = onChange !== undefined;
  useEffect(() => {
    let gone = false;
    void import("./json-editor-view.ts").then(({ openEditor }) => {
      if (gone || place.current === null) return;
      handle.current = openEditor(place.current, {
        label,
        value: newest.current.value,
        onChange: editable ? (text) => newest.current.onChange?.(text) : null,
      });
      handle.current.setFaults(newest.current.faults ?? []);
      setReady(true);
    });
    return () => {
      gone = true;
      handle.current?.close();
      handle.current = null;
    };
  }, [label, editable]);
  useEffect(() => handle.current?.setValue(value), [value]);
  useEffect(() => handle.current?.setFaults(faults ?? []), [faults]);
  return (
    <div
      className="min-w-0 overflow-hidden rounded-lg border border-line focus-within:border-accent"
      data-testid="editor"
    >
      <div ref={place} />
      {ready ? null : <pre className="overflow-x-auto p-3 text-fg-2">{value}</pre>}
    </div>
  );
}
