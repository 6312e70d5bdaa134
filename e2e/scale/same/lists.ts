/** The part of the script about lists: whole, in chunks, at a version, in each form, and refused. */
import type { Json } from "./client.ts";
import { keys, type Side, said } from "./side.ts";

export type Step = [name: string, run: (side: Side) => Promise<unknown>];

const table = "application/json;as=Table;v=v1;g=meta.k8s.io";
const partialList = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
const partial = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";

const ask = async (side: Side, path: string, accept?: string) => (await side.client.ask(path, { accept })).body;
const head = (body: Json) => ({
  kind: body.kind,
  apiVersion: body.apiVersion,
  meta: Object.keys(body.metadata as object),
});

/** All chunks of a list: sizes, what was left, keys; and whether all are of one version. */
async function chunks(side: Side, path: string): Promise<unknown> {
  const pages: Json[] = [];
  for (let next = ""; ; ) {
    const page = await ask(side, `${path}${next === "" ? "" : `&continue=${encodeURIComponent(next)}`}`);
    pages.push(page);
    next = page.metadata?.continue ?? "";
    if (next === "") break;
  }
  return {
    sizes: pages.map((page) => page.items.length),
    left: pages.map((page) => page.metadata?.remainingItemCount),
    keys: pages.flatMap(keys),
    isOneVersion: new Set(pages.map((page) => page.metadata?.resourceVersion)).size === 1,
  };
}

const rows = async (side: Side, path: string) => {
  const body = await ask(side, path, table);
  return {
    ...head(body),
    columns: [...(body.columnDefinitions ?? [])].map(({ name, type, format, priority }) => [
      name,
      type,
      format,
      priority,
    ]),
    names: [...body.rows].map((row) => [...row.cells][0]),
    width: new Set([...body.rows].map((row) => row.cells.length)).size,
    objects: [
      ...new Set(
        [...body.rows].map(({ object }) => (object === null ? "null" : `${object.apiVersion} ${object.kind}`)),
      ),
    ],
  };
};

export const listSteps: Step[] = [
  [
    "a whole list",
    async (side) => ({ ...head(await ask(side, "/api/v1/pods")), keys: keys(await ask(side, "/api/v1/pods")) }),
  ],
  [
    "an item has no kind of its own",
    async (side) => "kind" in ((await ask(side, "/api/v1/pods?limit=1")).items[0] as object),
  ],
  ["one namespace", async (side) => keys(await ask(side, "/api/v1/namespaces/team-001/pods"))],
  ["a namespace that there is not", async (side) => keys(await ask(side, "/api/v1/namespaces/nobody/pods"))],
  ["chunks", (side) => chunks(side, "/api/v1/pods?limit=73")],
  ["chunks of one namespace", (side) => chunks(side, "/api/v1/namespaces/team-001/pods?limit=7")],
  ["chunks of a label", (side) => chunks(side, "/api/v1/pods?limit=11&labelSelector=tier%3Dfront")],
  [
    "label sets",
    async (side) =>
      keys(
        await ask(side, "/api/v1/pods?labelSelector=tier%20in%20(front),app.kubernetes.io%2Fname%20notin%20(web),app"),
      ),
  ],
  ["a field", async (side) => keys(await ask(side, "/api/v1/pods?fieldSelector=spec.nodeName%3Dworker-0003"))],
  ["a name", async (side) => keys(await ask(side, "/api/v1/nodes?fieldSelector=metadata.name%3Dworker-0003"))],
  [
    "any version takes no notice of the limit",
    async (side) => keys(await ask(side, "/api/v1/pods?limit=3&resourceVersion=0")).length,
  ],
  [
    "not older than",
    async (side) => {
      const rv = (await ask(side, "/api/v1/pods?limit=1")).metadata?.resourceVersion;
      const body = await ask(side, `/api/v1/pods?limit=3&resourceVersion=${rv}&resourceVersionMatch=NotOlderThan`);
      return [keys(body), Number(body.metadata?.resourceVersion) >= Number(rv)];
    },
  ],
  ["rows", (side) => rows(side, "/api/v1/pods?limit=30")],
  ["rows of nodes", (side) => rows(side, "/api/v1/nodes")],
  [
    "rows of namespaces",
    (side) => rows(side, "/api/v1/namespaces?labelSelector=kubernetes.io%2Fmetadata.name%20in%20(team-000,team-001)"),
  ],
  ["rows alone", (side) => rows(side, "/api/v1/pods?limit=30&includeObject=None")],
  ["rows with objects", (side) => rows(side, "/api/v1/pods?limit=30&includeObject=Object")],
  [
    "rows of kinds without objects",
    async (side) =>
      Promise.all(
        ["apps/v1/deployments", "apps/v1/replicasets"].map(
          async (path) => (await rows(side, `/apis/${path}?fieldSelector=metadata.name%3Dnone`)).columns,
        ),
      ),
  ],
  [
    "metadata",
    async (side) => {
      const body = await ask(side, "/api/v1/pods?limit=30", partialList);
      const [first] = body.items;
      return { ...head(body), keys: keys(body), item: [first?.kind, first?.apiVersion, Object.keys(first as object)] };
    },
  ],
  ["metadata of one", async (side) => head(await ask(side, "/api/v1/nodes/worker-0001", partial)).kind],
  [
    "the first form that is known",
    async (side) => (await ask(side, "/api/v1/pods?limit=1", `application/x-unknown,${table}`)).kind,
  ],
  [
    "compressed when large",
    async (side) => {
      const headers = { "accept-encoding": "gzip" };
      const large = await side.client.ask("/api/v1/pods", { headers });
      const small = await side.client.ask("/api/v1/pods?limit=1", { headers });
      return [large.headers["content-encoding"], large.headers["content-type"], small.headers["content-encoding"]];
    },
  ],
  [
    "errors",
    async (side) =>
      Promise.all(
        [
          ["/api/v1/pods?continue=xyz&limit=2"],
          ["/api/v1/pods?resourceVersionMatch=Exact"],
          ["/api/v1/pods?resourceVersion=99999999"],
          ["/api/v1/pods?fieldSelector=spec.nothing%3Dx"],
          ["/api/v1/namespaces/team-000/pods/nobody"],
          ["/apis/apps/v1/namespaces/team-000/deployments/nobody"],
          ["/api/v1/nothings"],
          ["/api/v1/pods?watch=1&sendInitialEvents=true"],
        ].map(async ([path = ""]) => said(await side.client.ask(path))),
      ).then((all) =>
        JSON.parse(JSON.stringify(all).replace(/continue key is not valid[^"]*/, "continue key is not valid")),
      ),
  ],
  [
    "codes and reasons",
    async (side) =>
      Promise.all(
        [
          side.client.ask("/api/v1/pods", { accept: "application/x-unknown" }),
          side.client.ask("/api/v1/pods", { accept: partial }),
          side.client.ask("/api/v1/pods?resourceVersion=abc"),
          side.client.ask("/api/v1/pods?labelSelector=%3D%3D%3D"),
          side.client.withToken("nobody").ask("/api/v1/pods"),
        ].map(async (asked) => {
          const { status, body } = await asked;
          return [status, body.kind, body.reason];
        }),
      ),
  ],
];
