"use client";
import { useEffect, useState } from "react";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import type { AuditParams } from "./use-audit-params.ts";

const outcomes = [
  { value: "", label: "Any outcome" },
  { value: "allowed", label: "Allowed" },
  { value: "refused", label: "Refused" },
  { value: "failed", label: "Failed" },
];

/** By who, what, how it ended, and any words. */
export function AuditFilters({
  params,
  onChange,
}: {
  params: AuditParams;
  onChange: (change: Partial<AuditParams>) => void;
}) {
  return (
    <search className="flex flex-none flex-wrap items-center gap-2 px-4 pt-2 pb-3">
      <Late
        label="Find in objects and details"
        placeholder="Text in objects and details"
        value={params.text}
        onChange={(text) => onChange({ text })}
        className="w-[300px]! max-md:w-full!"
      />
      <Late
        label="User"
        placeholder="User"
        value={params.user}
        onChange={(user) => onChange({ user })}
        className="w-32! max-md:flex-1"
      />
      <Late
        label="Action"
        placeholder="Action, e.g. pod.remove"
        value={params.action}
        onChange={(action) => onChange({ action })}
        className="w-52! max-md:flex-1"
      />
      <Select
        aria-label="Outcome"
        options={outcomes}
        value={params.outcome}
        onChange={(event) => onChange({ outcome: event.target.value })}
        className="w-36! max-md:w-full!"
      />
    </search>
  );
}

const pause = 250;

/** Typed text that asks after a pause. */
function Late(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  className: string;
}) {
  const { value, onChange } = props;
  const [text, setText] = useState(value);
  const [asked, setAsked] = useState(value);
  if (value !== asked) {
    setAsked(value);
    setText(value);
  }
  useEffect(() => {
    if (text === asked) return;
    const timer = setTimeout(() => {
      setAsked(text);
      onChange(text);
    }, pause);
    return () => clearTimeout(timer);
  }, [text, asked, onChange]);
  return (
    <Input
      aria-label={props.label}
      placeholder={props.placeholder}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
      className={props.className}
    />
  );
}
