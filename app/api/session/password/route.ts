/** The own password; the session gets a new id. */
import { passwordChange } from "@/lib/contract/console.ts";
import { changePassword } from "@/lib/server/data/session.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { signed } from "@/lib/server/http/session-answer.ts";

export const POST = handle({ body: passwordChange, unfinished: true }, async ({ context, actor, body }) =>
  signed(context, await changePassword(context, actor, body)),
);
