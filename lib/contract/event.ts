/**
 * The agent's event stream. Every change of a pod or image is one event with the object as it is
 * afterwards, so that an index needs no second request. GET /v1/events?since=SEQ&follow=1 answers
 * NDJSON lines of `eventLine`; SEQ is the last seen, 0 the beginning; `events-gone` (410) means list again.
 */
import { z } from "zod";
import { image } from "./image.ts";
import { nodeFacts, nodeUsage } from "./node.ts";
import { pod, podUsage } from "./pod.ts";

export const eventRecord = z.object({
  /** Grows by one; never reused, also after a restart of the agent. */
  seq: z.number().int(),
  time: z.iso.datetime(),
  level: z.enum(["normal", "warning"]),
  /** CamelCase, e.g. PodCreated, PodStarted, AppExited, PodStopped, PodRemoved, ImageFetched, ImageRemoved, FetchFailed, NodeStarted. */
  reason: z.string(),
  message: z.string(),
  noun: z.enum(["pod", "image", "node"]),
  /** Pod UUID, image ID or node name. */
  id: z.string(),
  /** The object's name for people. */
  name: z.string(),
  app: z.string().nullable(),
  user: z.string().nullable(),
});
export type EventRecord = z.infer<typeof eventRecord>;

export const eventLine = z.discriminatedUnion("type", [
  /** `object` null means it is gone. Only one of pod, image, node is present, as `event.noun` says. */
  z.object({
    type: z.literal("event"),
    event: eventRecord,
    pod: pod.nullish(),
    image: image.nullish(),
    node: nodeFacts.nullish(),
  }),
  /** Sent every few seconds to followers that ask with stats=1; not numbered, not kept. */
  z.object({ type: z.literal("stats"), time: z.iso.datetime(), node: nodeUsage, pods: z.array(podUsage) }),
  /** Sent at least every 15 s when nothing else is: the stream is alive. */
  z.object({ type: z.literal("beat"), time: z.iso.datetime(), seq: z.number().int() }),
]);
export type EventLine = z.infer<typeof eventLine>;
