/** Takes an image from the browser, passing it on as it comes; the answer is its progress, line by line. */
import { uploadImage } from "@/lib/server/data/images.ts";
import { bodyOf } from "@/lib/server/http/body.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { nodeParams } from "@/lib/server/http/params.ts";
import { fromQuery, uploadQuery } from "@/lib/server/http/query.ts";
import { ndjsonAnswer } from "@/lib/server/http/stream.ts";

export const POST = handle({ params: nodeParams }, async ({ context, actor, params, query, request }) => {
  const { name, insecure, companions } = fromQuery(query, uploadQuery);
  const upload = { name, insecureOptions: insecure, companions, body: bodyOf(request) };
  return ndjsonAnswer(await uploadImage(context, actor, params, upload), actor.requestId);
});
