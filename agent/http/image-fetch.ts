import { imageFetch, imageProgress } from "../../lib/contract/image.ts";
import { lines } from "./endpoint.ts";

export const imageFetchPost = lines({
  method: "POST",
  path: "/v1/images/fetch",
  right: { verb: "fetch", noun: "image" },
  summary: "Fetches an image from a registry or a path of the node, with progress; the last line is done or failed",
  body: imageFetch,
  line: imageProgress,
  failed: (error) => ({ type: "failed", error }),
  handle: ({ images }, { actor, signal }, { body }) => images.fetch(body, actor, signal),
});
