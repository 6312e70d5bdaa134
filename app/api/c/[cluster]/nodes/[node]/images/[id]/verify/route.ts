/** Reads every byte of an image again; the answer is the progress and what was found, line by line. */
import { verifyImage } from "@/lib/server/data/image-upkeep.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { imageParams } from "@/lib/server/http/params.ts";
import { ndjsonAnswer } from "@/lib/server/http/stream.ts";

export const POST = handle({ params: imageParams }, async ({ context, actor, params }) =>
  ndjsonAnswer(await verifyImage(context, actor, params), actor.requestId),
);
