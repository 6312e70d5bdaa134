/** What an image depends on. */
import { getImageGraph } from "@/lib/server/data/image-look.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { imageParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: imageParams }, ({ context, actor, params }) =>
  getImageGraph(context, actor, params),
);
