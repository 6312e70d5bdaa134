/** Discovery: /version, /api, /apis and the resource lists, in the old form and aggregated (apidiscovery.k8s.io/v2). */
import { apiVersion, type Kind } from "./kind.ts";

export const version = {
  major: "1",
  minor: "36",
  gitVersion: "v1.36.3",
  gitCommit: "0000000000000000000000000000000000000000",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "go1.26.8",
  compiler: "gc",
  platform: "linux/amd64",
};

const aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
const isAggregated = (accept: string): boolean =>
  accept.split(",").some((range) => {
    const parts = range.split(";").map((part) => part.trim());
    return ["g=apidiscovery.k8s.io", "v=v2", "as=APIGroupDiscoveryList"].every((part) => parts.includes(part));
  });

/** Groups of review kinds that have no list. */
const reviewGroups = ["authentication.k8s.io", "authorization.k8s.io"];

/** The answer for a path of discovery; null for any other path. */
export function discover(kinds: Kind[], path: string, accept: string): { type: string; body: unknown } | null {
  const plain = (body: unknown) => ({ type: "application/json", body });
  if (path === "/version") return plain(version);
  const groups = [...new Set(kinds.map((kind) => kind.group))].filter((group) => group !== "").sort();
  if (path === "/api" || path === "/apis") {
    const wanted = path === "/api" ? [""] : groups;
    if (isAggregated(accept)) return { type: aggregatedType, body: aggregated(kinds, wanted) };
    if (path === "/api") return plain({ kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] });
    return plain({
      kind: "APIGroupList",
      apiVersion: "v1",
      groups: [...groups.map((group) => groupOf(kinds, group)), ...reviewGroups.map(reviewGroup)],
    });
  }
  const [, one, two] = /^\/apis?\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const groupVersion = path.startsWith("/api/") ? one : `${one}/${two}`;
  if (one !== undefined && two === undefined && groups.includes(one))
    return plain({ kind: "APIGroup", apiVersion: "v1", ...groupOf(kinds, one) });
  const served = kinds.filter((kind) => apiVersion(kind) === groupVersion);
  if (served.length === 0) return null;
  return plain({
    kind: "APIResourceList",
    ...(groupVersion === "v1" ? {} : { apiVersion: "v1" }),
    groupVersion,
    resources: served.flatMap(resources),
  });
}

function groupOf(kinds: Kind[], name: string): object {
  const versions = [...new Set(kinds.filter((kind) => kind.group === name).map((kind) => kind.version))].map((one) => ({
    groupVersion: `${name}/${one}`,
    version: one,
  }));
  return { name, versions, preferredVersion: versions[0] };
}
const reviewGroup = (name: string): object => {
  const only = { groupVersion: `${name}/v1`, version: "v1" };
  return { name, versions: [only], preferredVersion: only };
};

function resources(kind: Kind): object[] {
  const { resource, singular, namespaced, verbs, shortNames, categories } = kind;
  return [
    {
      ...{ name: resource, singularName: singular, namespaced, kind: kind.kind, verbs },
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(categories.length > 0 ? { categories } : {}),
    },
    ...kind.subresources.map((sub) => ({
      ...{ name: `${resource}/${sub}`, singularName: "", namespaced, kind: sub === "scale" ? "Scale" : kind.kind },
      verbs: ["get", "patch", "update"],
    })),
  ];
}

function aggregated(kinds: Kind[], groups: string[]): object {
  const items = groups.map((group) => {
    const versions = [...new Set(kinds.filter((kind) => kind.group === group).map((kind) => kind.version))];
    return {
      metadata: group === "" ? {} : { name: group },
      versions: versions.map((one) => ({
        version: one,
        resources: kinds.filter((kind) => kind.group === group && kind.version === one).map(aggregatedResource),
        freshness: "Current",
      })),
    };
  });
  return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items };
}

function aggregatedResource(kind: Kind): object {
  return {
    resource: kind.resource,
    responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
    scope: kind.namespaced ? "Namespaced" : "Cluster",
    singularResource: kind.singular,
    verbs: kind.verbs,
    ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
    ...(kind.subresources.length === 0
      ? {}
      : {
          subresources: kind.subresources.map((sub) => ({
            ...{
              subresource: sub,
              responseKind: { group: "", version: "", kind: sub === "scale" ? "Scale" : kind.kind },
            },
            verbs: ["get", "patch", "update"],
          })),
        }),
  };
}
