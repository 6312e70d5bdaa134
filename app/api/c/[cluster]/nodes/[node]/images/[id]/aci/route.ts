/** An image as an App Container Image file. */
import { downloadImage } from "@/lib/server/data/image-look.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { imageParams } from "@/lib/server/http/params.ts";
import { fileAnswer } from "@/lib/server/http/stream.ts";

export const GET = handle({ params: imageParams }, async ({ context, actor, params }) =>
  fileAnswer(await downloadImage(context, actor, params)),
);
