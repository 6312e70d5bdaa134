import { z } from "zod";
import { json } from "./endpoint.ts";
import { imageParams } from "./params.ts";

export const imageManifestGet = json({
  method: "GET",
  path: "/v1/images/:id/manifest",
  right: { verb: "get", noun: "image" },
  summary: "The image's App Container image manifest",
  params: imageParams,
  answer: z.unknown(),
  handle: ({ images }, _call, { params }) => images.manifest(params.id),
});
