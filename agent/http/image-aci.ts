import { bytes } from "./endpoint.ts";
import { imageParams } from "./params.ts";

export const imageAciGet = bytes({
  method: "GET",
  path: "/v1/images/:id/aci",
  right: { verb: "get", noun: "image" },
  summary:
    "The image as an App Container Image: as it was fetched, or the plain tar that a registry's image has its ID of",
  params: imageParams,
  handle: ({ serving }, _call, { params }) => serving.aci(params.id),
});
