/** The part of the script about watches: order, selectors, streaming lists, bookmarks, versions that are too old. */
import type { Step } from "./lists.ts";
import { grows, keyOf, type Side, told } from "./side.ts";

const maps = "/api/v1/namespaces/team-000/configmaps";
const rvOf = async (side: Side, path: string) =>
  (await side.client.ask(`${path}?limit=1`)).body.metadata?.resourceVersion;
const make = (side: Side, name: string, labels = {}) => side.client.ask(maps, { body: { metadata: { name, labels } } });
const label = (side: Side, name: string, labels: object) =>
  side.client.ask(`${maps}/${name}`, {
    method: "PATCH",
    type: "application/merge-patch+json",
    body: { metadata: { labels } },
  });
const remove = (side: Side, name: string) => side.client.ask(`${maps}/${name}`, { method: "DELETE" });
const isEnd = (object: { metadata?: { annotations?: Record<string, string> } }) =>
  object.metadata?.annotations?.["k8s.io/initial-events-end"] === "true";

const streaming = "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";

/** A streaming list and a change after it. */
async function stream(side: Side, path: string, accept?: string): Promise<unknown> {
  const watch = await side.client.watch(path, { accept });
  const state = await watch.until(({ type }) => type === "BOOKMARK");
  const end = state.at(-1);
  watch.end();
  return {
    first: state
      .slice(0, -1)
      .map(
        ({ type, object }) =>
          `${type} ${object.kind} ${object.metadata?.name === undefined ? "" : keyOf(object.metadata)}`,
      ),
    columns: state.map(({ object }) =>
      object.columnDefinitions === undefined ? 0 : (object.columnDefinitions?.length ?? null),
    ),
    end: [end?.object.kind, Object.keys((end?.object.metadata ?? {}) as object)],
  };
}

export const watchSteps: Step[] = [
  [
    "changes from a version on, in order",
    async (side) => {
      const watch = await side.client.watch(`${maps}?watch=1&resourceVersion=${await rvOf(side, maps)}`);
      await make(side, "one");
      await make(side, "two");
      await label(side, "one", { color: "red" });
      await remove(side, "two");
      const events = await watch.next(4);
      watch.end();
      return {
        events: told(events),
        grows: grows(events),
        kinds: events.map(({ object }) => `${object.apiVersion} ${object.kind}`),
      };
    },
  ],
  [
    "the same changes again from an older version",
    async (side) => {
      const rv = await rvOf(side, maps);
      await make(side, "three");
      await label(side, "three", { color: "blue" });
      const watch = await side.client.watch(`${maps}?watch=1&resourceVersion=${rv}`);
      const events = await watch.next(2);
      watch.end();
      return { events: told(events), isAfter: Number(events[0]?.object.metadata?.resourceVersion) > Number(rv) };
    },
  ],
  [
    "a selector adds what comes to fit and deletes what ceases to",
    async (side) => {
      const watch = await side.client.watch(
        `${maps}?watch=1&labelSelector=color%3Dgreen&resourceVersion=${await rvOf(side, maps)}`,
      );
      await make(side, "four");
      await label(side, "four", { color: "green" });
      await label(side, "four", { size: "big" });
      await label(side, "four", { color: "grey" });
      await label(side, "four", { color: "green" });
      await remove(side, "four");
      const events = await watch.next(5);
      watch.end();
      return { events: told(events), grows: grows(events), last: events.map(({ object }) => object.metadata?.labels) };
    },
  ],
  [
    "a DELETED event carries the last state and a version of its own",
    async (side) => {
      const made = (await make(side, "five", { a: "b" })).body;
      const watch = await side.client.watch(`${maps}?watch=1&resourceVersion=${made.metadata?.resourceVersion}`);
      await remove(side, "five");
      const [event] = await watch.next(1);
      watch.end();
      const { labels, resourceVersion } = event?.object.metadata ?? {};
      return [event?.type, labels, Number(resourceVersion) > Number(made.metadata?.resourceVersion)];
    },
  ],
  [
    "without a version the state comes first",
    async (side) => {
      const watch = await side.client.watch(`${maps}?watch=1&fieldSelector=metadata.name%3Done`);
      await label(side, "one", { color: "white" });
      const events = await watch.next(2);
      watch.end();
      return told(events);
    },
  ],
  [
    "any version and bookmarks: the state, then its end",
    (side) => stream(side, "/api/v1/nodes?watch=1&resourceVersion=0&allowWatchBookmarks=true"),
  ],
  ["a streaming list", (side) => stream(side, `/api/v1/namespaces/team-001/pods?${streaming}`)],
  ["a streaming list of a selector", (side) => stream(side, `/api/v1/pods?${streaming}&labelSelector=tier%3Dfront`)],
  [
    "a streaming list of metadata",
    (side) =>
      stream(
        side,
        `/api/v1/namespaces/team-001/pods?${streaming}`,
        "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
      ),
  ],
  [
    "a streaming list of rows tells the columns once",
    (side) =>
      stream(side, `/api/v1/namespaces/team-001/pods?${streaming}`, "application/json;as=Table;v=v1;g=meta.k8s.io"),
  ],
  [
    "after the end of the state, changes",
    async (side) => {
      const watch = await side.client.watch(`${maps}?${streaming}`);
      const state = await watch.until(({ object }) => isEnd(object as never));
      const version = Number(state.at(-1)?.object.metadata?.resourceVersion);
      await label(side, "three", { color: "pink" });
      const [event] = await watch.next(1);
      watch.end();
      return [event?.type, event?.object.metadata?.name, Number(event?.object.metadata?.resourceVersion) > version];
    },
  ],
  [
    "a watch ends by itself after timeoutSeconds",
    async (side) => {
      const watch = await side.client.watch(
        `${maps}?watch=1&timeoutSeconds=1&resourceVersion=${await rvOf(side, maps)}`,
      );
      return watch.next(1);
    },
  ],
  [
    "a version that is too old is an ERROR in the stream, and its end",
    async (side) => {
      const watch = await side.client.watch(await side.tooOld());
      const events = await watch.next(2);
      return [
        watch.status,
        JSON.parse(
          JSON.stringify(events).replace(/too old resource version: \d+ \(\d+\)/, "too old resource version: N (N)"),
        ),
      ];
    },
  ],
];
