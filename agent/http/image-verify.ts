import { verifyLine } from "../../lib/contract/image-verify.ts";
import { lines } from "./endpoint.ts";
import { imageParams } from "./params.ts";

export const imageVerifyPost = lines({
  method: "POST",
  path: "/v1/images/:id/verify",
  right: { verb: "verify", noun: "image" },
  summary:
    "Reads every stored byte of the image again, and makes anew what differs; the last line is verified or failed",
  params: imageParams,
  line: verifyLine,
  failed: (error) => ({ type: "failed", error }),
  handle: ({ upkeep }, { actor, signal }, { params }) => upkeep.verify(params.id, actor, signal),
});
