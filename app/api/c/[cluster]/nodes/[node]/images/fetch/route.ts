/** Fetches an image; the answer is its progress, line by line. */
import { imageFetch } from "@/lib/contract/image.ts";
import { fetchImage } from "@/lib/server/data/images.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";
import { ndjsonAnswer } from "@/lib/server/http/stream.ts";

export const POST = handle({ params: nodeParams, body: imageFetch }, async ({ context, actor, params, body }) =>
  ndjsonAnswer(await fetchImage(context, actor, params, body), actor.requestId),
);
