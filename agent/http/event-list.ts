import { z } from "zod";
import { eventLine } from "../../lib/contract/event.ts";
import { lines } from "./endpoint.ts";
import { flag } from "./query.ts";

const query = z.strictObject({
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  follow: flag,
  stats: flag,
});

export const eventListGet = lines({
  method: "GET",
  path: "/v1/events",
  right: { verb: "list", noun: "event" },
  summary: "Events after a number, with follow=1 also those to come, with stats=1 also usage every 3 s",
  query,
  line: eventLine,
  stats: ({ follow, stats }) => follow && stats,
  beat: ({ events }) => ({ type: "beat", time: new Date().toISOString(), seq: events.last }),
  handle: ({ events }, { signal }, { query: { since, follow } }) => events.read(since, { follow, signal }),
});
