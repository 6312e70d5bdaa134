import { json } from "./endpoint.ts";
import { imageParams } from "./params.ts";

export const imageRemoveDelete = json({
  method: "DELETE",
  path: "/v1/images/:id",
  right: { verb: "remove", noun: "image" },
  summary: "Removes an image that no living pod uses",
  params: imageParams,
  answer: null,
  handle: ({ images }, { actor }, { params }) => images.remove(params.id, actor),
});
