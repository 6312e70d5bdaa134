import { bytes } from "./endpoint.ts";
import { imageParams } from "./params.ts";

export const imageRenderedGet = bytes({
  method: "GET",
  path: "/v1/images/:id/rendered",
  right: { verb: "get", noun: "image" },
  summary: "What a pod sees of the image, its dependencies included, as a tar in the layout of an App Container Image",
  params: imageParams,
  handle: ({ inspection }, _call, { params }) => inspection.rendered(params.id),
});
