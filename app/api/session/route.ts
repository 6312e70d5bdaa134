/** Who am I, sign in, sign out. The only endpoint that strangers reach. */
import { signIn as signInBody } from "@/lib/contract/console.ts";
import { sessionInfo, signIn, signOut } from "@/lib/server/data/session.ts";
import { handle, handleStranger } from "@/lib/server/http/handle.ts";
import { cleared, signed } from "@/lib/server/http/session-answer.ts";

export const GET = handle({ unfinished: true }, async ({ context, current }) =>
  sessionInfo(context, current.id, current.record),
);

export const POST = handleStranger(signInBody, async ({ context, stranger, body }) =>
  signed(context, await signIn(context, stranger, body)),
);

export const DELETE = handle({ unfinished: true }, async ({ context, actor }) => {
  await signOut(context, actor);
  return cleared(context);
});
