import { z } from "zod";
import { imageProgress, insecureOption } from "../../lib/contract/image.ts";
import { lines } from "./endpoint.ts";

const query = z.strictObject({
  /** What the file is called, for people. */
  name: z.string().regex(/^[^\p{C}/]{1,255}$/u, "must be a file's name"),
  insecureOptions: z.array(insecureOption),
});

export const imageUploadPost = lines({
  method: "POST",
  path: "/v1/images/upload",
  right: { verb: "upload", noun: "image" },
  summary: "Takes an .aci (plain or compressed) as the body, with progress; the last line is done or failed",
  query,
  lists: ["insecureOptions"],
  raw: true,
  line: imageProgress,
  failed: (error) => ({ type: "failed", error }),
  handle: ({ images }, { actor, signal }, { query: { name, insecureOptions } }, raw) =>
    images.upload(name, raw, { insecureOptions }, actor, signal),
});
