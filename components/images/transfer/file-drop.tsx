"use client";
import { useId } from "react";
import { formatBytes } from "@/lib/format/bytes.ts";
import { plainText } from "@/lib/format/plain-text.ts";

type FileDropProps = { file: File | null; onChange: (file: File | null) => void; disabled: boolean };

/** A file of the reader's disk, chosen or dropped. */
export function FileDrop({ file, onChange, disabled }: FileDropProps) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className="flex cursor-pointer flex-col items-center gap-1 rounded-lg border border-line-strong border-dashed px-4 py-6 text-center hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const dropped = event.dataTransfer.files[0];
        if (dropped && !disabled) onChange(dropped);
      }}
    >
      <input
        id={id}
        type="file"
        accept=".aci"
        disabled={disabled}
        className="sr-only"
        onChange={(event) => onChange(event.target.files?.[0] ?? null)}
      />
      {file === null ? (
        <span className="text-fg-2">Choose an .aci file, or drop it here</span>
      ) : (
        <>
          <span className="break-all font-medium">{plainText(file.name)}</span>
          <span className="text-fg-3">{formatBytes(file.size)}</span>
        </>
      )}
    </label>
  );
}
