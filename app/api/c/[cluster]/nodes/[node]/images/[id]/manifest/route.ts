/** An image's appc manifest. */
import { getImageManifest } from "@/lib/server/data/images.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { imageParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: imageParams }, ({ context, actor, params }) =>
  getImageManifest(context, actor, params),
);
