"use client";
import Link from "next/link";
import { useCluster } from "@/components/layout/cluster-context.tsx";
import { kindIcon } from "@/components/layout/kind-icon.ts";
import { withNamespaces } from "@/components/layout/namespace-param.ts";
import { useNamespaces } from "@/components/layout/namespaces.tsx";
import { Age } from "@/components/ui/age.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { FoundObject, SearchAnswer } from "@/lib/contract/kube-search.ts";
import { capital } from "@/lib/format/capital.ts";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

type Group = SearchAnswer["groups"][number];

/** What was found of one kind, and the way to its whole list. */
export function FoundGroup({ group, text, isOnly }: { group: Group; text: string; isOnly: boolean }) {
  const { name: cluster, kinds } = useCluster();
  const { chosen } = useNamespaces();
  const kind = kinds.find(({ name }) => name === group.kind);
  if (kind === undefined) return null;
  const list = `${paths.objects(cluster, kind.name)}?${new URLSearchParams({ filter: text })}`;
  const more = group.matched - group.objects.length;
  return (
    <section className="mb-6" aria-labelledby={`found-${kind.name}`}>
      <div className="mb-2 flex items-center gap-2">
        <Icon of={kindIcon(kind)} className="text-fg-2" />
        <h2 id={`found-${kind.name}`} className="font-semibold">
          {plainText(kind.title)}
        </h2>
        <span className="text-fg-3 text-sm">{formatCount(group.matched)}</span>
        <Link href={withNamespaces(list, chosen)} prefetch={false} className="link ml-auto text-sm">
          {more > 0 && !isOnly ? `All ${formatCount(group.matched)} in the list` : "In the list"}
        </Link>
      </div>
      <Panel>
        <ul>
          {group.objects.map((object) => (
            <li key={`${object.namespace}/${object.name}`} className="border-line border-t first:border-t-0">
              <Found cluster={cluster} kind={kind.name} object={object} />
            </li>
          ))}
        </ul>
      </Panel>
    </section>
  );
}

function Found({ cluster, kind, object }: { cluster: string; kind: string; object: FoundObject }) {
  const { namespace, name, status, labels, created } = object;
  return (
    <Link
      href={paths.object(cluster, kind, namespace, name)}
      prefetch={false}
      data-result=""
      className="grid h-8 grid-cols-[minmax(0,2.4fr)_minmax(0,1fr)_150px_minmax(0,2fr)_56px] items-center gap-3 px-2.5 -outline-offset-2! hover:bg-hover focus-visible:bg-selected max-lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_120px_56px] max-md:grid-cols-[minmax(0,1fr)_110px_44px]"
    >
      <span className="min-w-0 truncate font-medium text-accent">{plainText(name)}</span>
      <span className="min-w-0 truncate text-fg-2 max-md:hidden">{namespace === null ? "" : plainText(namespace)}</span>
      <span className="min-w-0 truncate">
        {status === null || status.word === "present" ? null : (
          <Status tone={status.tone} word={capital(plainText(status.word))} />
        )}
      </span>
      <span className="mono min-w-0 truncate text-fg-3 max-lg:hidden">{labels === null ? "" : plainText(labels)}</span>
      <span className="num text-fg-3">{created === null ? null : <Age at={created} tooltip={false} />}</span>
    </Link>
  );
}
