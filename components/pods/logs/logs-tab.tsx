"use client";
import { Search, WrapText } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useDeferredValue, useEffect, useId, useState, useSyncExternalStore } from "react";
import { Chip } from "@/components/ui/chip.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Switch } from "@/components/ui/switch.tsx";
import type { PodRef } from "@/lib/api/console/pods.ts";
import type { Pod } from "@/lib/contract/pod.ts";
import { formatCount, formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { FollowNote } from "./follow-note.tsx";
import { LogDownload } from "./log-download.tsx";
import { LogList } from "./log-list.tsx";
import { useLogLines } from "./use-log-lines.ts";

type Severity = "all" | "warn" | "error";
type Stream = "all" | "stdout" | "stderr";

/** The logs of all apps in one view: follow, search, severity, stream, wrap, times, download. */
export function LogsTab({ pod, podRef }: { pod: Pod; podRef: PodRef }) {
  const names = pod.apps.map(({ name }) => name);
  const wanted = useSearchParams().get("app");
  const id = useId();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => new Set(names.includes(wanted ?? "") ? names.filter((name) => name !== wanted) : []),
  );
  const [search, setSearch] = useState("");
  const [severity, setSeverity] = useState<Severity>("all");
  const [stream, setStream] = useState<Stream>("all");
  const [wrap, setWrap] = useState(false);
  const [times, setTimes] = useState(true);
  const { lines, states } = useLogLines(podRef, names);
  const view = useSyncExternalStore(lines.subscribe, lines.getSnapshot, lines.getSnapshot);
  const searched = useDeferredValue(search);
  useEffect(
    () => lines.setFilter({ search: searched, severity, stream, hidden }),
    [lines, searched, severity, stream, hidden],
  );
  const toggle = (name: string) =>
    setHidden((held) => {
      const next = new Set(held);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  const isFiltered = searched !== "" || severity !== "all" || stream !== "all" || hidden.size > 0;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-none flex-wrap items-center gap-2 px-4 py-2">
        <span className="relative w-64 max-md:w-full">
          <Icon of={Search} className="pointer-events-none absolute top-[7px] left-2 text-fg-3" />
          <Input
            aria-label="Search in the log"
            placeholder="Search"
            value={search}
            className="pl-7!"
            onChange={(event) => setSearch(event.target.value)}
          />
        </span>
        <Select
          aria-label="Severity"
          className="w-36!"
          value={severity}
          onChange={(event) => setSeverity(event.target.value as Severity)}
          options={[
            { value: "all", label: "Any severity" },
            { value: "warn", label: "Warnings, errors" },
            { value: "error", label: "Errors" },
          ]}
        />
        <Select
          aria-label="Stream"
          className="w-32!"
          value={stream}
          onChange={(event) => setStream(event.target.value as Stream)}
          options={[
            { value: "all", label: "Both streams" },
            { value: "stdout", label: "stdout" },
            { value: "stderr", label: "stderr" },
          ]}
        />
        {names.length > 1
          ? names.map((name) => (
              <Chip key={name} label={plainText(name)} pressed={!hidden.has(name)} onPress={() => toggle(name)} />
            ))
          : null}
        <span className="ml-auto flex flex-wrap items-center gap-3">
          <label htmlFor={`${id}-times`} className="flex items-center gap-1.5 text-fg-2">
            <Switch id={`${id}-times`} checked={times} onChange={(event) => setTimes(event.target.checked)} /> Times
          </label>
          <label htmlFor={`${id}-wrap`} className="flex items-center gap-1.5 text-fg-2">
            <Switch id={`${id}-wrap`} checked={wrap} onChange={(event) => setWrap(event.target.checked)} />{" "}
            <Icon of={WrapText} /> Wrap
          </label>
          <LogDownload names={names} podRef={podRef} />
        </span>
      </div>
      <LogList
        lines={view.lines}
        wrap={wrap}
        times={times}
        showApp={names.length > 1}
        search={searched}
        isFiltered={isFiltered}
        states={states}
      />
      <footer className="flex flex-none flex-wrap items-center gap-3 border-line border-t px-4 py-1.5 text-fg-2 text-sm">
        <FollowNote states={states} />
        <span className="ml-auto tabular-nums">
          {isFiltered
            ? `${formatCount(view.lines.length)} of ${formatCount(view.held)} lines`
            : `${formatPlural(view.held, "line")}`}
          {view.dropped > 0 ? `, ${formatCount(view.dropped)} older are only in the download` : ""}
        </span>
      </footer>
    </div>
  );
}
