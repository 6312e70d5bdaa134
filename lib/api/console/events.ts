/** Kept events of a node, oldest first; live ones come through a window of kind `events`. */
import { z } from "zod";
import { type EventRecord, eventRecord } from "../../contract/event.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

const eventList = z.object({ events: z.array(eventRecord) });

/** `object`: a pod UUID, image ID or node name; the last `limit` (default 200, at most 1,000) that fit. */
export async function listEvents(
  cluster: string,
  node: string,
  query: { object?: string; limit?: number } = {},
  options?: CallOptions,
): Promise<EventRecord[]> {
  const params = new URLSearchParams();
  if (query.object) params.set("object", query.object);
  if (query.limit) params.set("limit", String(query.limit));
  const url = `${api.events(cluster, node)}?${params}`;
  return (await call("GET", url, eventList, undefined, options)).events;
}
