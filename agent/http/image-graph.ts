import { imageGraph } from "../../lib/contract/image-graph.ts";
import { json } from "./endpoint.ts";
import { imageParams } from "./params.ts";

export const imageGraphGet = json({
  method: "GET",
  path: "/v1/images/:id/graph",
  right: { verb: "get", noun: "image" },
  summary: "The image and all that it depends on",
  params: imageParams,
  answer: imageGraph,
  handle: ({ inspection }, _call, { params }) => inspection.graph(params.id),
});
