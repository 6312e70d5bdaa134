import { imageList } from "../../lib/contract/agent-api.ts";
import { json } from "./endpoint.ts";

export const imageListGet = json({
  method: "GET",
  path: "/v1/images",
  right: { verb: "list", noun: "image" },
  summary: "All images, and the number of the last event that they show",
  answer: imageList,
  handle: ({ images, events }) => ({ seq: events.last, images: images.list() }),
});
