"use client";
import { Clock, Layers, Search, SquareStack, Star } from "lucide-react";
import { usePathname } from "next/navigation";
import { paths } from "@/lib/paths.ts";
import { type ClusterFacts, useCluster } from "./cluster-context.tsx";
import { clusterWords } from "./cluster-words.ts";
import { withNamespaces } from "./namespace-param.ts";
import { useNamespaces } from "./namespaces.tsx";
import { navGroups } from "./nav-items.ts";
import { placeOf } from "./page-place.ts";
import { PaletteEntry, PaletteGroup } from "./palette-entry.tsx";
import { samePage } from "./same-page.ts";
import { type SavedPage, useFavourites, useRecent } from "./saved-pages.ts";
import { useSession } from "./session-context.tsx";
import { useKnownNamespaces } from "./use-known-namespaces.ts";

type Props = { text: string; go: (href: string) => void; close: () => void };

/** The entry that leads to the search page with what is typed. */
export const searchEverything = "found everything";

/** Where a page is, for telling two of one title apart: `Deployment · shop`, and the cluster where it is another one. */
function noteOf({ href }: SavedPage, here: ClusterFacts): string {
  const place = placeOf(href);
  if (place === null) return "";
  const kind = here.kinds.find(({ name }) => name === place.kind)?.kind || place.kind;
  const cluster = place.cluster === here.name ? null : place.cluster;
  return [place.name === null ? null : kind, place.namespace, cluster].filter(Boolean).join(" · ");
}

/** Pages kept and pages seen last; of the latter only a few until something is typed. */
export function SavedPages({ text, go }: Props) {
  const { user } = useSession();
  const here = useCluster();
  const pathname = usePathname();
  const { pages } = useFavourites(user);
  const recent = useRecent(user).filter(({ href }) => href !== pathname && !pages.some((page) => page.href === href));
  const lists = [
    { title: "Favourites", pages, icon: Star },
    { title: "Recent", pages: text === "" ? recent.slice(0, 5) : recent, icon: Clock },
  ];
  return lists
    .filter((list) => list.pages.length > 0)
    .map((list) => (
      <PaletteGroup key={list.title} title={list.title}>
        {list.pages.map((page) => (
          <PaletteEntry
            key={page.href}
            value={`saved ${page.href}`}
            words={[page.title, noteOf(page, here)]}
            icon={list.icon}
            note={noteOf(page, here)}
            onSelect={() => go(page.href)}
          >
            {page.title}
          </PaletteEntry>
        ))}
      </PaletteGroup>
    ));
}

/** Every page of the cluster; those inside of groups only once something is typed. */
export function Pages({ text, go }: Props) {
  const { role } = useSession();
  const cluster = useCluster();
  const { chosen } = useNamespaces();
  const items = navGroups(cluster, role)
    .filter(({ folds }) => text !== "" || folds === undefined)
    .flatMap((one) => one.items);
  return (
    <PaletteGroup title="Go to">
      {items.map((item) => (
        <PaletteEntry
          key={item.id}
          value={`go ${item.id}`}
          words={[item.label, item.words]}
          icon={item.icon ?? Layers}
          keys={item.keys}
          onSelect={() => go(withNamespaces(item.href, chosen))}
        >
          {item.label}
        </PaletteEntry>
      ))}
      {text === "" || cluster.isFleet ? null : (
        <PaletteEntry
          value={searchEverything}
          icon={Search}
          onSelect={() => go(withNamespaces(paths.search(cluster.name, text), chosen))}
        >
          {`Search all kinds for ${text}`}
        </PaletteEntry>
      )}
    </PaletteGroup>
  );
}

export function Clusters({ go }: Props) {
  const { name, clusters, kinds } = useCluster();
  const pathname = usePathname();
  const others = clusters.filter((one) => one.name !== name);
  if (others.length === 0) return null;
  return (
    <PaletteGroup title="Clusters">
      {others.map((one) => (
        <PaletteEntry
          key={one.name}
          value={`cluster ${one.name}`}
          words={[one.name, "cluster switch"]}
          icon={Layers}
          note={clusterWords(one)}
          onSelect={() => go(samePage(pathname, location.search, one, kinds))}
        >
          {one.name}
        </PaletteEntry>
      ))}
    </PaletteGroup>
  );
}

/** Takes one namespace alone, or all again. */
export function Namespaces({ text, close }: Props) {
  const { isFleet } = useCluster();
  const { chosen, choose } = useNamespaces();
  const known = useKnownNamespaces(text, !isFleet && text !== "");
  if (isFleet) return null;
  const take = (namespaces: string[]) => () => {
    close();
    choose(namespaces);
  };
  return (
    <PaletteGroup title="Namespaces">
      {chosen.length === 0 ? null : (
        <PaletteEntry value="namespace all" words={["All namespaces"]} icon={SquareStack} onSelect={take([])}>
          All namespaces
        </PaletteEntry>
      )}
      {text === ""
        ? null
        : known.names.slice(0, 6).map((name) => (
            <PaletteEntry
              key={name}
              value={`namespace ${name}`}
              words={[name, "namespace"]}
              icon={SquareStack}
              note="look at it alone"
              onSelect={take([name])}
            >
              {name}
            </PaletteEntry>
          ))}
    </PaletteGroup>
  );
}
