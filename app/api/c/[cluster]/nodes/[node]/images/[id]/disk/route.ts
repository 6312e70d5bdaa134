/** What an image takes on its node's disk. */
import { getImageDisk } from "@/lib/server/data/image-look.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { imageParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: imageParams }, ({ context, actor, params }) =>
  getImageDisk(context, actor, params),
);
