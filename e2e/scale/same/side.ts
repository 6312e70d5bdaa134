/** One of the two servers that are compared, and what both must hold before they are. */
import type { Synthetic } from "../support/synthetic.ts";
import { Client, type Event, type Heard, type Json, type Meta } from "./client.ts";

export type Side = {
  client: Client;
  /** Asks as the user `limited`, who has rights in team-000 and team-001 only. */
  limited(path: string, body?: unknown): Promise<Heard>;
  /** A path to watch whose resourceVersion is no longer known. */
  tooOld(): Promise<string>;
};

export const syntheticSide = (synthetic: Synthetic): Side => {
  const client = new Client(synthetic.server, { ca: synthetic.ca }, synthetic.tokens.admin);
  const other = client.withToken(synthetic.tokens.limited);
  return {
    client,
    limited: (path, body) => other.ask(path, { body }),
    tooOld: async () => "/api/v1/configmaps?watch=1&resourceVersion=1",
  };
};

export function realSide(kubeconfig: string): Side {
  const client = Client.of(kubeconfig);
  return {
    client,
    limited: (path, body) => client.ask(path, { body, as: "limited" }),
    // The cache of a new kind begins with the kind: what was before is too old for it.
    tooOld: async () => {
      await client.ask("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", { body: gadgets });
      const path = "/apis/example.com/v1/gadgets";
      for (;;) {
        const { status, headers } = await client.ask(`${path}?limit=1`);
        if (status === 200) break;
        if (status !== 404 && status !== 429)
          throw new Error(`gadgets answer ${status} ${headers["retry-after"] ?? ""}`);
      }
      return `${path}?watch=1&resourceVersion=1`;
    },
  };
}

const gadgets = {
  ...{
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "gadgets.example.com" },
  },
  spec: {
    group: "example.com",
    names: { kind: "Gadget", plural: "gadgets", singular: "gadget" },
    scope: "Namespaced",
    versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
  },
};

/** Puts namespaces, nodes, pods, and the rights of `limited` into the real server as the synthetic one has them. */
export async function copyWorld(from: Client, to: Client): Promise<void> {
  for (const path of ["/api/v1/namespaces", "/api/v1/nodes", "/api/v1/pods"]) {
    const { body } = await from.ask(path);
    await inParallel([...body.items], 24, async (item) => {
      const {
        uid: _u,
        resourceVersion: _r,
        creationTimestamp: _c,
        managedFields: _m,
        ...metadata
      } = item.metadata as Meta & Record<"uid" | "creationTimestamp" | "managedFields", unknown>;
      const place = metadata.namespace === undefined ? path : `/api/v1/namespaces/${metadata.namespace}/pods`;
      const { status, body: said } = await to.ask(place, { body: { ...item, metadata } });
      if (status !== 201) throw new Error(`${place} ${item.metadata.name} answers ${status}: ${JSON.stringify(said)}`);
    });
  }
  for (const namespace of ["team-000", "team-001"]) {
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`;
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" };
    const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "limited" }];
    await to.ask(rbac, { body: { metadata: { name: "limited" }, roleRef, subjects } });
  }
}

async function inParallel<T>(items: T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const lane = async () => {
    for (let item = items.pop(); item !== undefined; item = items.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** `namespace/name` of the items of a list. */
export const keys = (list: Json): string[] => [...list.items].map(({ metadata }) => keyOf(metadata));
export const keyOf = (metadata: Meta): string =>
  metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;

/** A Status with the numbers of resourceVersions taken out. */
export const said = ({ status, headers, body }: Heard): unknown => ({
  status,
  type: headers["content-type"],
  retryAfter: headers["retry-after"],
  body: JSON.parse(
    JSON.stringify(body)
      .replace(/\d{2,}(?=\)|\D*?current|"$)/g, "N")
      .replace(/current: \d+/g, "current: N"),
  ) as unknown,
});

/** Events as `TYPE key`, in order. */
export const told = (events: Event[]): string[] =>
  events.map(({ type, object }) => `${type} ${keyOf(object.metadata)}`);

/** True when resourceVersions only grow. */
export function grows(events: Event[]): boolean {
  const all = events.map(({ object }) => Number(object.metadata.resourceVersion));
  return all.every((rv, i) => i === 0 || rv > Number(all[i - 1]));
}
