"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Icon } from "@/components/ui/icon.tsx";
import { toneIcon, toneText } from "@/components/ui/tone.ts";
import { usePause } from "@/components/ui/use-pause.ts";
import { searchObjects } from "@/lib/api/console/search.ts";
import type { FoundObject } from "@/lib/contract/kube-search.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { useCluster } from "./cluster-context.tsx";
import { orderFound } from "./found-order.ts";
import { kindIcon } from "./kind-icon.ts";
import { useNamespaces } from "./namespaces.tsx";
import { PaletteEntry, PaletteGroup } from "./palette-entry.tsx";

type Props = { text: string; go: (href: string) => void; onFound: () => void };

/** A few of each kind. */
const limit = 4;
const mostGroups = 8;

/** Objects of all kinds of a Kubernetes cluster that fit the text, in the chosen namespaces. */
export function PaletteObjects({ text, go, onFound }: Props) {
  const { name: cluster, kinds } = useCluster();
  const { chosen } = useNamespaces();
  const sought = usePause(text, 120);
  const found = useQuery({
    queryKey: ["search", cluster, sought, chosen, limit],
    queryFn: ({ signal }) => searchObjects(cluster, sought, { namespaces: chosen, limit }, { signal }),
    enabled: sought.length > 1,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 5_000,
  });
  const { data } = found;
  useEffect(() => {
    if (data === undefined) return;
    // The palette sorts what it shows after this.
    const timer = setTimeout(onFound);
    return () => clearTimeout(timer);
  }, [data, onFound]);
  if (sought.length < 2) return null;
  return orderFound(data?.groups ?? [], sought, kinds)
    .slice(0, mostGroups)
    .map((group) => {
      const kind = kinds.find(({ name }) => name === group.kind);
      if (kind === undefined) return null;
      return (
        <PaletteGroup key={group.kind} title={`${kind.title} ${formatCount(group.matched)}`}>
          {group.objects.slice(0, limit).map((object) => (
            <PaletteEntry
              key={`${object.namespace}/${object.name}`}
              value={`found ${group.kind} ${object.namespace ?? ""}/${object.name}`}
              icon={kindIcon(kind)}
              mark={<Mark object={object} />}
              note={object.namespace ?? ""}
              onSelect={() => go(paths.object(cluster, group.kind, object.namespace, object.name))}
            >
              {object.name}
            </PaletteEntry>
          ))}
        </PaletteGroup>
      );
    });
}

function Mark({ object: { status } }: { object: FoundObject }) {
  if (status === null || status.word === "present") return null;
  return (
    <span className={`inline-flex w-28 flex-none items-center gap-1.5 text-sm max-md:w-auto ${toneText[status.tone]}`}>
      <Icon of={toneIcon[status.tone]} />
      <span className="truncate max-md:sr-only">{capital(plainText(status.word))}</span>
    </span>
  );
}
