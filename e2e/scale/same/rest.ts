/** The part of the script about discovery, rights, single objects, and chunks that outlast changes. */
import type { Json } from "./client.ts";
import type { Step } from "./lists.ts";
import { keys, said } from "./side.ts";

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
/** Kinds that both servers have. */
const shared = [
  "pods",
  "nodes",
  "namespaces",
  "services",
  "events",
  "configmaps",
  "secrets",
  "deployments",
  "replicasets",
  "statefulsets",
  "jobs",
  "roles",
  "clusterroles",
];

const old = async (resources: Json["resources"]) =>
  resources
    .filter(({ name }) => shared.includes(name as string))
    .map(({ name, singularName, namespaced, kind, verbs, shortNames, categories }) => ({
      name,
      singularName,
      namespaced,
      kind,
      verbs: [...verbs].sort(),
      shortNames,
      categories,
    }));

export const restSteps: Step[] = [
  [
    "/version",
    async ({ client }) =>
      Object.keys((await client.ask("/version")).body as object).filter((key) => !/emulation|minCompat/.test(key)),
  ],
  [
    "resource lists",
    async ({ client }) =>
      Promise.all(
        ["/api/v1", "/apis/apps/v1", "/apis/batch/v1", "/apis/rbac.authorization.k8s.io/v1"].map(async (path) => {
          const { body } = await client.ask(path);
          return {
            kind: body.kind,
            groupVersion: body.groupVersion,
            found: (await old([...body.resources])).sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1)),
          };
        }),
      ),
  ],
  [
    "aggregated discovery",
    async ({ client }) =>
      Promise.all(
        ["/api", "/apis"].map(async (path) => {
          const { body, headers } = await client.ask(path, { accept: aggregated });
          const found = [...body.items].flatMap(({ metadata, versions }) =>
            [...versions].flatMap(({ version, freshness, resources }) =>
              [...resources]
                .filter(({ resource }) => shared.includes(resource as string))
                .map(({ resource, responseKind, scope, singularResource, shortNames }) => ({
                  group: metadata?.name,
                  version,
                  freshness,
                  resource,
                  kind: responseKind.kind,
                  scope,
                  singularResource,
                  shortNames,
                })),
            ),
          );
          const wanted = found.filter(({ group }) => !["events.k8s.io"].includes(String(group)));
          return {
            type: headers["content-type"],
            kind: body.kind,
            wanted: wanted.sort((a, b) => (String(a.resource) < String(b.resource) ? -1 : 1)),
          };
        }),
      ),
  ],
  ["groups", async ({ client }) => (await client.ask("/apis")).body.kind],
  [
    "rights asked for",
    async ({ limited }) => {
      const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
      const review = (namespace?: string) => ({
        spec: { resourceAttributes: { verb: "list", resource: "pods", namespace } },
      });
      return Promise.all(
        [undefined, "team-000", "team-001", "team-002"].map(async (namespace) => {
          const { status, body } = await limited(path, {
            kind: "SelfSubjectAccessReview",
            apiVersion: "authorization.k8s.io/v1",
            ...review(namespace),
          });
          return [status, body.kind, (body.status as { allowed: boolean }).allowed];
        }),
      );
    },
  ],
  [
    "rules of a namespace",
    async ({ client }) => {
      const body = {
        kind: "SelfSubjectRulesReview",
        apiVersion: "authorization.k8s.io/v1",
        spec: { namespace: "team-000" },
      };
      const answer = await client.ask("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", { body });
      const status = answer.body.status as { resourceRules: object[]; incomplete: boolean };
      return [
        answer.status,
        answer.body.kind,
        status.incomplete,
        status.resourceRules.some(
          (rule) => JSON.stringify(rule) === '{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}',
        ),
      ];
    },
  ],
  [
    "fewer rights",
    async ({ limited }) => [
      said(await limited("/api/v1/pods")),
      said(await limited("/api/v1/namespaces/team-002/pods")),
      said(await limited("/apis/apps/v1/namespaces/team-002/deployments?watch=1")),
      said(await limited("/api/v1/nodes")),
      keys((await limited("/api/v1/namespaces/team-000/pods")).body),
    ],
  ],
  [
    "one object",
    async ({ client }) => {
      const { body, status } = await client.ask("/api/v1/nodes/worker-0002");
      return [status, body.kind, body.apiVersion, body.metadata?.name, body.metadata?.labels];
    },
  ],
  [
    "a name that is taken",
    async ({ client }) => {
      const path = "/api/v1/namespaces/team-001/configmaps";
      const body = { metadata: { name: "taken" } };
      const first = await client.ask(path, { body });
      const again = await client.ask(path, { body });
      return [first.status, again.status, again.body.reason];
    },
  ],
  [
    "chunks that began before a change do not see it",
    async ({ client }) => {
      const path = "/api/v1/namespaces/team-002/configmaps";
      for (const name of ["a", "b", "c", "d"]) await client.ask(path, { body: { metadata: { name } } });
      const { body } = await client.ask(`${path}?limit=2`);
      await client.ask(`${path}/c`, { method: "DELETE" });
      await client.ask(path, { body: { metadata: { name: "bb" } } });
      const next = encodeURIComponent(body.metadata?.continue as string);
      const rest = await client.ask(`${path}?limit=2&continue=${next}`);
      const now = await client.ask(path);
      return {
        first: keys(body),
        rest: keys(rest.body),
        now: keys(now.body),
        isSame: rest.body.metadata?.resourceVersion === body.metadata?.resourceVersion,
      };
    },
  ],
  [
    "an exact version of the past",
    async ({ client }) => {
      const path = "/api/v1/namespaces/team-003/configmaps";
      const made = await client.ask(path, { body: { metadata: { name: "past" } } });
      await client.ask(`${path}/past`, { method: "DELETE" });
      const rv = made.body.metadata?.resourceVersion;
      const then = await client.ask(`${path}?resourceVersion=${rv}&resourceVersionMatch=Exact`);
      return [keys(then.body), then.body.metadata?.resourceVersion === rv];
    },
  ],
];
