import { imageGc, imageGcRequest } from "../../lib/contract/image-gc.ts";
import { json } from "./endpoint.ts";

export const imageGcPost = json({
  method: "POST",
  path: "/v1/images/gc",
  right: { verb: "remove", noun: "image" },
  summary: "Removes images that nothing has used for a while, or tells which those are",
  body: imageGcRequest,
  answer: imageGc,
  handle: ({ upkeep }, { actor }, { body }) => upkeep.gc(body, actor),
});
