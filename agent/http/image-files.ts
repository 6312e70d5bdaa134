import { z } from "zod";
import { imageFiles } from "../../lib/contract/image-files.ts";
import { json } from "./endpoint.ts";
import { imageParams } from "./params.ts";

export const imageFilesGet = json({
  method: "GET",
  path: "/v1/images/:id/files",
  right: { verb: "get", noun: "image" },
  summary: "What stands at a path of the image as a pod sees it: a folder's entries, a text file's content",
  params: imageParams,
  query: z.strictObject({ path: z.string().max(16_384).default("/") }),
  answer: imageFiles,
  handle: ({ inspection }, _call, { params, query }) => inspection.files(params.id, query.path),
});
