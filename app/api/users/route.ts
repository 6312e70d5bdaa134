/** The users of the console. */
import { userCreate } from "@/lib/contract/users.ts";
import { addUser, listUsers } from "@/lib/server/data/users.ts";
import { handle } from "@/lib/server/http/handle.ts";

export const GET = handle({}, async ({ context, actor }) => ({ users: await listUsers(context, actor) }));

export const POST = handle({ body: userCreate }, async ({ context, actor, body }) => ({
  user: body.user,
  password: await addUser(context, actor, body),
}));
