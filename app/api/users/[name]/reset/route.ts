/** A new one-time password, shown this once. */
import { resetUser } from "@/lib/server/data/users.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { userParams } from "@/lib/server/http/params.ts";

export const POST = handle({ params: userParams }, async ({ context, actor, params }) => ({
  user: params.name,
  password: await resetUser(context, actor, params.name),
}));
