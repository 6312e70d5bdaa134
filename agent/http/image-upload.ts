import { z } from "zod";
import { imageProgress, insecureOption, maxCompanions } from "../../lib/contract/image.ts";
import { takeCompanions } from "./companions.ts";
import { lines } from "./endpoint.ts";

const query = z.strictObject({
  /** What the file is called, for people. */
  name: z.string().regex(/^[^\p{C}/]{1,255}$/u, "must be a file's name"),
  insecureOptions: z.array(insecureOption),
  companions: z.coerce.number().int().min(0).max(maxCompanions).default(0),
});

export const imageUploadPost = lines({
  method: "POST",
  path: "/v1/images/upload",
  right: { verb: "upload", noun: "image" },
  summary:
    "Takes an .aci (plain, compressed or encrypted) as the body, after its companions, with progress; the last line is done or failed",
  query,
  lists: ["insecureOptions"],
  raw: true,
  line: imageProgress,
  failed: (error) => ({ type: "failed", error }),
  handle: async ({ images }, { actor, signal }, { query: { name, insecureOptions, companions: length } }, raw) => {
    const { companions, rest } = await takeCompanions(raw, length);
    const { signature = null, passphrase = null } = companions;
    return images.upload(name, rest, { insecureOptions, signature, passphrase }, actor, signal);
  },
});
