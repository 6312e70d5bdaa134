/** POST /v1/images/:id/verify: reads every stored byte again and compares it; answers progress, then what was found. */
import { z } from "zod";
import { imageProgress } from "./image.ts";

/** Something that was not as it came in. */
const verifyFault = z.object({
  /** `blob`: the stored archive; `tree`: the unpacked files; `rendered`: the tree with its dependencies; `signature`. */
  where: z.enum(["blob", "tree", "rendered", "signature"]),
  /** The layer's digest, or the path of a file in the tree (hostile text). */
  what: z.string(),
  why: z.string(),
  /** Made good again from what was whole. */
  repaired: z.boolean(),
});
export type VerifyFault = z.infer<typeof verifyFault>;

/** One line of the answer (application/x-ndjson). The last is `verified` or `failed`. */
export const verifyLine = z.discriminatedUnion("type", [
  imageProgress.options[0],
  z.object({
    type: z.literal("verified"),
    /** Bytes and files that were compared. */
    bytes: z.number().int(),
    files: z.number().int(),
    /** At most 100; `more` were found. */
    faults: z.array(verifyFault),
    more: z.number().int(),
  }),
  z.object({ type: z.literal("failed"), error: z.unknown() }),
]);
export type VerifyLine = z.infer<typeof verifyLine>;
