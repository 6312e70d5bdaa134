/** What stands at a path of an image's rendered tree. */
import { getImageFiles } from "@/lib/server/data/image-look.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { imageParams } from "@/lib/server/http/params.ts";
import { filesQuery, fromQuery } from "@/lib/server/http/query.ts";

export const GET = handle({ params: imageParams }, ({ context, actor, params, query }) =>
  getImageFiles(context, actor, params, fromQuery(query, filesQuery).path),
);
