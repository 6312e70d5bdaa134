/** One image: read, remove. */
import { getImage, removeImage } from "@/lib/server/data/images.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { imageParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: imageParams }, ({ context, actor, params }) => getImage(context, actor, params));

export const DELETE = handle({ params: imageParams }, async ({ context, actor, params }) => {
  await removeImage(context, actor, params);
  return null;
});
