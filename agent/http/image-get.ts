import { image } from "../../lib/contract/image.ts";
import { json } from "./endpoint.ts";
import { imageParams } from "./params.ts";

export const imageGet = json({
  method: "GET",
  path: "/v1/images/:id",
  right: { verb: "get", noun: "image" },
  summary: "One image, by its ID, a unique beginning of it, or name[:version]",
  params: imageParams,
  answer: image,
  handle: ({ images }, _call, { params }) => images.get(params.id),
});
