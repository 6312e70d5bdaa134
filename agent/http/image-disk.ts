import { imageDisk } from "../../lib/contract/image-disk.ts";
import { json } from "./endpoint.ts";
import { imageParams } from "./params.ts";

export const imageDiskGet = json({
  method: "GET",
  path: "/v1/images/:id/disk",
  right: { verb: "get", noun: "image" },
  summary: "What the image takes on the disk, its own and shared with others",
  params: imageParams,
  answer: imageDisk,
  handle: ({ inspection }, _call, { params }) => inspection.disk(params.id),
});
