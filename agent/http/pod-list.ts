import { podList } from "../../lib/contract/agent-api.ts";
import { json } from "./endpoint.ts";

export const podListGet = json({
  method: "GET",
  path: "/v1/pods",
  right: { verb: "list", noun: "pod" },
  summary: "All pods, and the number of the last event that they show",
  answer: podList,
  // The number is taken first: an event between the two is seen again, never missed.
  handle: ({ pods, events }) => ({ seq: events.last, pods: pods.list() }),
});
