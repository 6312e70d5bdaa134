/** One pod: read, remove. */
import { getPod, removePod } from "@/lib/server/data/pods.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { podParams } from "@/lib/server/http/params.ts";

export const GET = handle({ params: podParams }, ({ context, actor, params }) => getPod(context, actor, params));

export const DELETE = handle({ params: podParams }, async ({ context, actor, params }) => {
  await removePod(context, actor, params);
  return null;
});
