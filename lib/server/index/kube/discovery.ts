/**
 * What a cluster serves: one request for the core and one for all groups where the server has aggregated discovery, else
 * one a group and version. Of each resource the version that the server prefers; only what can be listed.
 */
import type { KubeConnection } from "../../../api/kube/connection.ts";

export type Resource = {
  /** Empty for the core. */
  group: string;
  version: string;
  /** `deployments` */
  resource: string;
  /** `Deployment` */
  kind: string;
  namespaced: boolean;
  verbs: string[];
  subresources: string[];
  shortNames: string[];
};

export type Discovered = {
  resources: Resource[];
  /** Groups whose server did not answer: what is known of them stays. */
  stale: string[];
};

type Json = Pick<KubeConnection, "json">;

const aggregated =
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

/** Far more than any cluster has: a server that makes up more is not followed into the memory and the sockets of the console. */
const mostKinds = 2_000;
const mostVersions = 1_000;
/** Groups that are asked at a time. */
const atOnce = 16;

type AggregatedResource = {
  resource?: string;
  responseKind?: { kind?: string };
  scope?: string;
  verbs?: string[];
  shortNames?: string[];
  subresources?: { subresource?: string }[];
};
type AggregatedVersion = { version?: string; freshness?: string; resources?: AggregatedResource[] };
type Answer = {
  kind?: string;
  items?: { metadata?: { name?: string }; versions?: AggregatedVersion[] }[];
  versions?: string[];
  groups?: { name?: string; versions?: { version?: string }[]; preferredVersion?: { version?: string } }[];
};
type OldResource = { name?: string; namespaced?: boolean; kind?: string; verbs?: string[]; shortNames?: string[] };

/** Throws what `KubeConnection.json` throws when the core or the list of groups cannot be read. */
export async function discover(connection: Json, signal?: AbortSignal): Promise<Discovered> {
  const [core, groups] = await Promise.all(
    ["/api", "/apis"].map((path) => connection.json<Answer>({ path, accept: aggregated, signal })),
  );
  const found: Discovered = { resources: [], stale: [] };
  for (const [answer, root] of [
    [core, "/api"],
    [groups, "/apis"],
  ] as const) {
    const part =
      answer?.kind === "APIGroupDiscoveryList"
        ? fromAggregated(answer)
        : await oldWay(connection, answer ?? {}, root, signal);
    found.resources.push(...part.resources);
    found.stale.push(...part.stale);
  }
  return { resources: preferred(found.resources), stale: [...new Set(found.stale)] };
}

function fromAggregated({ items = [] }: Answer): Discovered {
  const resources: Resource[] = [];
  const stale: string[] = [];
  for (const { metadata, versions = [] } of items) {
    const group = metadata?.name ?? "";
    for (const { version = "", freshness, resources: listed = [] } of versions) {
      if (freshness === "Stale") stale.push(group);
      for (const one of listed) {
        if (!one.resource) continue;
        const subresources = (one.subresources ?? []).flatMap(({ subresource }) => (subresource ? [subresource] : []));
        const kind = one.responseKind?.kind ?? "";
        const namespaced = one.scope === "Namespaced";
        const { resource, verbs = [], shortNames = [] } = one;
        resources.push({ group, version, resource, kind, namespaced, verbs, subresources, shortNames });
      }
    }
  }
  return { resources, stale };
}

async function oldWay(connection: Json, answer: Answer, root: string, signal?: AbortSignal): Promise<Discovered> {
  const wanted: { group: string; version: string; path: string }[] = [];
  for (const version of answer.versions ?? []) wanted.push({ group: "", version, path: `${root}/${version}` });
  for (const { name = "", versions = [], preferredVersion } of answer.groups ?? []) {
    const order = [...new Set([preferredVersion?.version, ...versions.map(({ version }) => version)])];
    for (const version of order) if (version) wanted.push({ group: name, version, path: `${root}/${name}/${version}` });
  }
  const found: Discovered = { resources: [], stale: [] };
  const asked = wanted.slice(0, mostVersions);
  for (let from = 0; from < asked.length; from += atOnce) {
    const some = asked.slice(from, from + atOnce);
    const lists = await Promise.allSettled(
      some.map(({ path }) => connection.json<{ resources?: OldResource[] }>({ path, signal })),
    );
    for (const [at, list] of lists.entries()) {
      const { group, version } = some[at] as (typeof wanted)[number];
      if (list.status === "rejected") found.stale.push(group);
      else found.resources.push(...fromOld(list.value.resources ?? [], group, version));
    }
  }
  return found;
}

function fromOld(listed: readonly OldResource[], group: string, version: string): Resource[] {
  return listed.flatMap(({ name = "", namespaced = false, kind = "", verbs = [], shortNames = [] }) => {
    if (name === "" || name.includes("/")) return [];
    const subresources = listed.flatMap((other) =>
      other.name?.startsWith(`${name}/`) ? [other.name.slice(name.length + 1)] : [],
    );
    return [{ group, version, resource: name, kind, namespaced, verbs, subresources, shortNames }];
  });
}

/** The first version of each resource that can be listed; of kinds that stand in two groups the core's alone. */
function preferred(resources: readonly Resource[]): Resource[] {
  const found = new Map<string, Resource>();
  for (const one of resources) {
    if (!one.verbs.includes("list") || !isName(one.resource) || (one.group !== "" && !isName(one.group))) continue;
    if (one.group === "events.k8s.io" && found.has("events")) continue;
    const name = nameOf(one);
    if (!found.has(name) && found.size < mostKinds) found.set(name, one);
  }
  return [...found.values()];
}

/** Names go into paths: a server that sends others is not followed. */
const isName = (name: string) => /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name);

/** As kubectl names it: `pods`, `deployments.apps`. */
export const nameOf = ({ resource, group }: Pick<Resource, "resource" | "group">): string =>
  group === "" ? resource : `${resource}.${group}`;

/** `/api/v1/pods`, `/apis/apps/v1/namespaces/web/deployments`. */
export function listPath(kind: Pick<Resource, "group" | "version" | "resource">, namespace: string | null): string {
  const root = kind.group === "" ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  const within = namespace === null ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${within}/${kind.resource}`;
}
